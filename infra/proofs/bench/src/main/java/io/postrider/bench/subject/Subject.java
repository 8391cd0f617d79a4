package io.postrider.bench.subject;

import java.util.Map;

/** Something that takes mails on one side and hands them to the sink on the other. It runs from its making to its closing. */
public interface Subject extends AutoCloseable {
    String name();

    /** Version, settings and what it promises of a mail it took, in a sentence for the record. */
    String what();

    /** Makes the load ready, so that making it is not measured. */
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
