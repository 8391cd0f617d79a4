package io.postrider.bench.subject;

import java.util.Map;

/**
 * A system that accepts mails on one side and delivers them to the sink on the other. It runs from its construction
 * until it is closed.
 */
public interface Subject extends AutoCloseable {
    String name();

    /** Version, settings and guarantees for accepted mail, in a sentence for the record. */
    String what();

    /** Prepares the load, so that its preparation is not measured. */
    Submission prepare(int mails);

    /** Its processes, by the name under which their CPU time is shown. */
    Map<String, ProcessHandle> processes();

    /** After the sink has all mails: waits until the subject's own records agree. */
    default void settle() {}

    @Override
    void close();

    /** The load, ready to go. */
    @FunctionalInterface
    interface Submission {
        /** Returns when the subject has accepted all mails. */
        void send();
    }
}
