package io.postrider.sender.deliver.smtp.pool;

/** Opens the connections of a lane, and knows whether other lanes or destinations need them. */
@FunctionalInterface
public interface ConnectionSource {
    /**
     * Opens a connection, then calls {@link SmtpConnectionPool#opened}, {@link SmtpConnectionPool#failed} or {@link
     * SmtpConnectionPool#unneeded}.
     */
    void dial(SmtpConnectionPool lane);

    /** A connection that was opened has ended. */
    default void ended() {}

    /**
     * Whether a connection that has begun this number of mails should close because others are waiting. Called for each
     * mail.
     */
    default boolean wanted(int begun) {
        return false;
    }
}
