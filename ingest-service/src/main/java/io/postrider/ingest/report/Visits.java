package io.postrider.ingest.report;

import io.postrider.contract.AddressKey;
import io.postrider.ingest.Meters;
import io.postrider.verp.ReturnPath;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.MessageHandlerFactory;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * The connections that are open, with what each of them may still do.
 *
 * @param feedbackAddress for complaints, or null
 * @param messageSize bytes of one mail
 * @param longest how long a connection may last, reading and writing; then it is closed
 */
record Visits(
        ReturnPath paths,
        String feedbackAddress,
        int messageSize,
        Duration longest,
        Recording recording,
        Meters meters,
        Vertx vertx,
        Map<Session, Visit> open)
        implements SessionHandler, MessageHandlerFactory {
    private static final Logger LOG = Logger.getLogger(Visits.class);

    /** Mails over one connection. */
    private static final int MAILS = 100;

    /** Refused recipients over one connection. Whoever guesses more is gone. */
    private static final int GUESSES = 20;

    Visits(
            ReturnPath paths,
            String feedbackAddress,
            int messageSize,
            Duration longest,
            Recording recording,
            Meters meters,
            Vertx vertx) {
        this(paths, feedbackAddress, messageSize, longest, recording, meters, vertx, new ConcurrentHashMap<>());
    }

    /** What one connection may still do. */
    static final class Visit {
        private final MeteredSocket socket;
        private final long timer;
        private final AtomicInteger mails = new AtomicInteger();
        private final AtomicInteger guesses = new AtomicInteger();

        Visit(MeteredSocket socket, long timer) {
            this.socket = socket;
            this.timer = timer;
        }

        void allow(long bytes) {
            socket.allow(bytes);
        }

        boolean mayBringAnother() {
            return mails.incrementAndGet() <= MAILS;
        }

        boolean mayGuessOn() {
            return guesses.incrementAndGet() < GUESSES;
        }
    }

    boolean isFeedbackAddress(String recipient) {
        return feedbackAddress != null && AddressKey.of(feedbackAddress).equals(AddressKey.of(recipient));
    }

    @Override
    public SessionAcceptance accept(Session session) {
        MeteredSocket socket = (MeteredSocket) session.getSocket();
        long timer = vertx.setTimer(longest.toMillis(), late -> {
            meters.reportRefused("too_slow");
            close(socket);
        });
        socket.onExcess(() -> meters.reportRefused("too_much"));
        open.put(session, new Visit(socket, timer));
        return SessionAcceptance.success();
    }

    @Override
    public void onSessionEnd(Session session) {
        Visit visit = open.remove(session);
        if (visit != null) {
            vertx.cancelTimer(visit.timer);
        }
    }

    @Override
    public MessageHandler create(MessageContext context) {
        Session session = (Session) context;
        return new InboundMail(this, open.get(session), session);
    }

    private static void close(MeteredSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("a connection is closed already: %s", e.getMessage());
        }
    }
}
