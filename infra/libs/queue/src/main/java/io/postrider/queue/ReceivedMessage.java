package io.postrider.queue;

/** A message that the broker delivered and that is settled when its handler ends. */
public interface ReceivedMessage extends UnsettledDelivery {
    /** The broker moves a message to {@code mail.dead} after this many failed deliveries. */
    int MAX_DELIVERIES = 10;

    String address();

    byte[] body();

    /** How often it was delivered before, as far as the broker remembers. */
    long earlierDeliveries();

    /** An application property as text, or null. */
    String property(String name);

    /** The address that the broker moved it from, or null if the broker has not moved it. */
    String movedFrom();

    /** Whether the broker moved it because its time to live was over. */
    boolean expired();

    /** This one included. */
    default long deliveries() {
        return earlierDeliveries() + 1;
    }

    /** Whether the broker does not deliver it again if it fails now. */
    default boolean lastDelivery() {
        return deliveries() >= MAX_DELIVERIES;
    }
}
