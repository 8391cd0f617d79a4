package io.postrider.bench.sink;

import java.time.Duration;

/** The destination of all mail, which counts it. */
public interface Sink extends AutoCloseable {
    int port();

    /** The process that takes the mail. */
    ProcessHandle process();

    /** Mails accepted since the start. */
    long total();

    /**
     * Waits until it has accepted this number of mails since the start.
     *
     * @param patience how long it may accept none at all before that counts as a failure
     * @return the {@link System#nanoTime()} of the one that made it so
     */
    long await(long goal, Duration patience);

    @Override
    void close();
}
