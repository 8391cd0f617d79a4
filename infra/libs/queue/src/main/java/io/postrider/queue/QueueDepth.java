package io.postrider.queue;

/**
 * The number of messages on one address of the broker, over all its queues. A lane has one queue.
 *
 * @param address such as {@code mail.submitted.bulk}
 * @param waiting ready for a consumer, in memory or paged to disk
 * @param scheduled not due yet: failed batches waiting for their redelivery
 * @param delivering delivered to a consumer and not settled yet
 */
public record QueueDepth(String address, long waiting, long scheduled, long delivering) {

    /** All messages on the address. */
    public long messages() {
        return waiting + scheduled + delivering;
    }

    /** The sum of two depths of the same address. */
    public QueueDepth and(QueueDepth other) {
        return new QueueDepth(
                address, waiting + other.waiting, scheduled + other.scheduled, delivering + other.delivering);
    }
}
