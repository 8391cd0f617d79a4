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

/** The connections from their beginning to their end, and the limits of each client over all of them. */
final class ReportSessions implements SessionHandler, MessageHandlerFactory {
    /** How often slow clients are looked for. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How long a connection that must make room has to say so. */
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
     * @param connections at the same time, of all clients
     * @param perClient those of one
     * @param session how long a connection may last, reading and writing; then it is closed
     * @param farewell how long one that must make room has to say so; then it is closed
     * @param rate bytes of a mail's content in a second
     * @param client what one client may do
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

    /** Looks for slow clients from now on. */
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
            // Every end of a connection closes its socket; the server's own event does not come for all of them.
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

    /** Its thread may be held up by a client that does not read, and then is cut off. */
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
        // Its connection may have been cut a moment ago.
        ReportSession visit = open.get(session);
        return new InboundTransaction(
                mails, clients, visit == null ? new ReportSession(null, new MeteredSocket(), nanos) : visit, session);
    }
}
