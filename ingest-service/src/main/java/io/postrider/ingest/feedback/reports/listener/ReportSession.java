package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.web.ClientAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** One connection: how far it has come, and what it may still do. Its thread changes it, others look at it and may end it. */
final class ReportSession {
    private static final Logger LOG = Logger.getLogger(ReportSession.class);

    /** Mails over one connection. */
    private static final int MAILS = 100;

    /** Refused recipients over one connection; after more it is closed. */
    private static final int GUESSES = 20;

    /** How long the content of a mail may come at any rate. */
    static final Duration RATE_GRACE = Duration.ofSeconds(10);

    /** How far a mail has come; the further, the later its connection has to make room. */
    enum Stage {
        /** No mail: it has just come, or it rests between two. */
        IDLE,
        /** After MAIL. */
        MAIL,
        /** A recipient was taken. */
        RECIPIENT,
        /** Its content is coming. */
        CONTENT,
        /** It is being written to the ledger, which takes some seconds at most. */
        RECORDING
    }

    private final ClientAddress client;
    private final MeteredSocket socket;
    private final LongSupplier nanos;
    private final AtomicInteger mails = new AtomicInteger();
    private final AtomicInteger guesses = new AtomicInteger();
    private volatile Stage stage = Stage.IDLE;
    private volatile long progressAt;
    private volatile long contentSince;
    private volatile long receivedBefore;

    /** @param client null for a trusted proxy that does not state its client */
    ReportSession(ClientAddress client, MeteredSocket socket, LongSupplier nanos) {
        this.client = client;
        this.socket = socket;
        this.nanos = nanos;
        this.progressAt = nanos.getAsLong();
    }

    ClientAddress client() {
        return client;
    }

    Stage stage() {
        return stage;
    }

    void reached(Stage next) {
        if (next == Stage.CONTENT) {
            receivedBefore = socket.received();
            contentSince = nanos.getAsLong();
        }
        stage = next;
    }

    /** Its last mail was of use. What a client can do at will, such as NOOP, a reset or a mail that says nothing, is no progress. */
    void progressed() {
        progressAt = nanos.getAsLong();
    }

    long progressAt() {
        return progressAt;
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

    /** @param rate bytes in a second */
    boolean tooSlow(long rate) {
        return stage == Stage.CONTENT
                && tooSlow(socket.received() - receivedBefore, nanos.getAsLong() - contentSince, rate);
    }

    static boolean tooSlow(long bytes, long nanos, long rate) {
        return nanos > RATE_GRACE.toNanos() && bytes < rate * TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    /** Has its thread answer 421 and go. */
    void end() {
        socket.end();
    }

    boolean ended() {
        return socket.ended();
    }

    /** Cuts it, whatever its thread waits for. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("a connection is closed already: %s", e.getMessage());
        }
    }
}
