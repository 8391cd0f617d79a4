package io.postrider.queue;

/** The right to process one delivered message. */
public interface Custody {

    /**
     * Whether to go on. Once false, the broker will redeliver the message, maybe to another service, because the link was lost or
     * this service is stopping. The worker then finishes what cannot be left halfway, and completes. Callable from any thread.
     */
    boolean ours();

    /** Releases the credit for another message: this one will take long, though it does little. Once; later calls do nothing. */
    void makeRoom();
}
