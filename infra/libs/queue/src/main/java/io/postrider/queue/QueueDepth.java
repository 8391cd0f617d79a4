package io.postrider.queue;

/**
 * How many messages one address of the broker keeps, over all its queues. A lane has one queue.
 *
 * @param address such as {@code mail.submitted.bulk}
 * @param waiting ready for a consumer, in memory or paged to disk
 * @param scheduled not to be delivered before their time: what failed, until its redelivery delay is over
 * @param delivering with a consumer that has not settled them yet
 */
public record QueueDepth(String address, long waiting, long scheduled, long delivering) {

    /** All that the address keeps. */
    public long messages() {
        return waiting + scheduled + delivering;
    }

    /** The sum of two queues of the same address. */
    public QueueDepth and(QueueDepth other) {
        return new QueueDepth(
                address, waiting + other.waiting, scheduled + other.scheduled, delivering + other.delivering);
    }
}
