package io.postrider.broker;

/** A message's stay with whoever works on it. */
public interface Custody {

    /**
     * Whether to go on. Once false the broker will deliver the message again, maybe to another service, since the link was
     * lost or this one is asked to stop: whoever works on it finishes what cannot be left halfway, and completes. May be
     * asked by any thread.
     */
    boolean ours();

    /** Lets another message come in its place: this one will take long, though it does little. Once; later calls do nothing. */
    void makeRoom();
}
