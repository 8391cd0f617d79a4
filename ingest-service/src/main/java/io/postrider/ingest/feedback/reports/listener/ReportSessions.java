package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.feedback.reports.MailPolicy;
import io.postrider.ingest.feedback.reports.ReportMeters;
import io.postrider.ingest.web.ClientAddress;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.MessageHandlerFactory;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** The life cycle of all connections, and the limits of each client over all of its connections. */
final class ReportSessions implements SessionHandler, MessageHandlerFactory {
    /** How often to check for slow clients. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Time for the final reply on a connection that must make room. */
    static final Duration FAREWELL = Duration.ofSeconds(1);

    private final MailPolicy mails;
    private final Limits limits;
    private final ReportMeters meters;
    private final Vertx vertx;
    private final LongSupplier nanos;
    private final ClientLimits clients;
    private final ConnectionSlots places;
    private final Map<Session, ReportSession> open = new ConcurrentHashMap<>();

    /**
     * @param connections simultaneous connections of all clients
     * @param perClient simultaneous connections of one client
     * @param session maximum duration of a connection, reading and writing; then it is closed
     * @param farewell time for the final reply on one that must make room; then it is closed
     * @param rate minimum bytes of a mail's content per second
     * @param client limits of one client
     */
    record Limits(
            int connections,
            int perClient,
            Duration session,
            Duration farewell,
            long rate,
            ClientLimits.Limits client) {}

    ReportSessions(MailPolicy mails, Limits limits, ReportMeters meters, Vertx vertx, LongSupplier nanos) {
        this.mails = mails;
        this.limits = limits;
        this.meters = meters;
        this.vertx = vertx;
        this.nanos = nanos;
        this.clients = new ClientLimits(limits.client(), nanos);
        this.places = new ConnectionSlots(limits.connections(), limits.perClient(), this::makeRoom, nanos);
    }

    /** Checks for slow clients from now on. */
    void watch() {
        vertx.setPeriodic(
                LOOK.toMillis(),
                tick -> open.values().stream()
                        .filter(visit -> visit.tooSlow(limits.rate()) && !visit.ended())
                        .forEach(visit -> {
                            meters.reportRefused("too_slow");
                            end(visit);
                        }));
    }

    int count() {
        return places.open().size();
    }

    /** @param client null for a trusted proxy that does not state its client */
    Optional<ConnectionRefusal> begin(Session session, ClientAddress client) {
        MeteredSocket socket = (MeteredSocket) session.getSocket();
        ReportSession visit = new ReportSession(client, socket, nanos);
        Optional<ConnectionRefusal> refusal = client == null ? Optional.empty() : clients.connect(client);
        if (refusal.isEmpty()) {
            refusal = places.take(visit);
        }
        if (refusal.isEmpty()) {
            open.put(session, visit);
            long timer = vertx.setTimer(limits.session().toMillis(), late -> {
                meters.reportRefused("too_slow");
                visit.close();
            });
            socket.onExcess(() -> meters.reportRefused("too_much"));
            // However a connection ends, its socket is closed; the server does not fire its own event in all cases.
            socket.onClose(() -> {
                vertx.cancelTimer(timer);
                places.leave(visit);
                open.remove(session);
            });
        }
        return refusal;
    }

    private void makeRoom(ReportSession visit) {
        meters.reportRefused("made_room");
        end(visit);
    }

    /** Its thread may be blocked by a client that does not read; then the socket is closed. */
    private void end(ReportSession visit) {
        visit.end();
        vertx.setTimer(limits.farewell().toMillis(), late -> visit.close());
    }

    @Override
    public SessionAcceptance accept(Session session) {
        return SessionAcceptance.success();
    }

    @Override
    public void onSessionEnd(Session session) {
        // Its socket is closed next.
    }

    @Override
    public MessageHandler create(MessageContext context) {
        Session session = (Session) context;
        // The connection may have been closed a moment ago.
        ReportSession visit = open.get(session);
        return new InboundTransaction(
                mails, clients, visit == null ? new ReportSession(null, new MeteredSocket(), nanos) : visit, session);
    }
}
