package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.web.ClientAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * The state of one connection and what it may still do. Its own thread changes it; other threads read it and may close
 * the connection.
 */
final class ReportSession {
    private static final Logger LOG = Logger.getLogger(ReportSession.class);

    /** Maximum mails over one connection. */
    private static final int MAILS = 100;

    /** Maximum refused recipients over one connection; one more closes it. */
    private static final int GUESSES = 20;

    /** How long the content of a mail may arrive at any rate. */
    static final Duration RATE_GRACE = Duration.ofSeconds(10);

    /** The progress of a mail; the further, the later its connection has to make room. */
    enum Stage {
        /** No mail: the connection is new, or idle between two mails. */
        IDLE,
        /** After MAIL. */
        MAIL,
        /** A recipient was accepted. */
        RECIPIENT,
        /** Its content is arriving. */
        CONTENT,
        /** It is being written to the ledger, which takes a few seconds at most. */
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

    /**
     * Called when its last mail was useful. Anything that a client can do at will, such as NOOP, RSET or a mail that
     * reports nothing, is not progress.
     */
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

    /** @param rate bytes per second */
    boolean tooSlow(long rate) {
        return stage == Stage.CONTENT
                && tooSlow(socket.received() - receivedBefore, nanos.getAsLong() - contentSince, rate);
    }

    static boolean tooSlow(long bytes, long nanos, long rate) {
        return nanos > RATE_GRACE.toNanos() && bytes < rate * TimeUnit.NANOSECONDS.toSeconds(nanos);
    }

    /** Makes its thread reply 421 and close. */
    void end() {
        socket.end();
    }

    boolean ended() {
        return socket.ended();
    }

    /** Closes the socket, whatever its thread is waiting for. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("the connection is already closed: %s", e.getMessage());
        }
    }
}
