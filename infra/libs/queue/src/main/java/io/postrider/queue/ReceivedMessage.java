package io.postrider.queue;

/** A message delivered by the broker, settled when its handler completes. */
public interface ReceivedMessage extends UnsettledDelivery {
    /** The broker moves a message to {@code mail.dead} after this many failed deliveries. */
    int MAX_DELIVERIES = 10;

    String address();

    byte[] body();

    /** The number of earlier deliveries, as counted by the broker. */
    long earlierDeliveries();

    /** An application property as a string, or null. */
    String property(String name);

    /** The address that the broker moved it from, or null if the broker has not moved it. */
    String movedFrom();

    /** Whether the broker moved it because it had expired. */
    boolean expired();

    /** Including this one. */
    default long deliveries() {
        return earlierDeliveries() + 1;
    }

    /** Whether this is the last delivery: if it fails, the broker does not redeliver it. */
    default boolean lastDelivery() {
        return deliveries() >= MAX_DELIVERIES;
    }
}
