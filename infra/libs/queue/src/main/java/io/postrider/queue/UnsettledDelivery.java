package io.postrider.queue;

/** The right to process one delivered message. */
public interface UnsettledDelivery {

    /**
     * Whether to go on. Once false, the broker will redeliver the message, maybe to another service, because the connection was
     * lost or this service is stopping. The worker then finishes what cannot be left halfway, and completes. Callable from any
     * thread.
     */
    boolean ours();

    /** Releases the credit for another message, since this one will take long with little to do. Later calls do nothing. */
    void releaseCredit();
}
