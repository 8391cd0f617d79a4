package io.postrider.queue;

/** The right to process one delivered message. */
public interface UnsettledDelivery {

    /**
     * Whether to continue. Once false, the broker will redeliver the message, possibly to another process, because the
     * connection was lost or this service is stopping. The worker then finishes only what cannot be interrupted, and
     * completes. Callable from any thread.
     */
    boolean ours();

    /**
     * Releases the credit for another message, because this one will take long but needs little work. Later calls have
     * no effect.
     */
    void releaseCredit();
}
