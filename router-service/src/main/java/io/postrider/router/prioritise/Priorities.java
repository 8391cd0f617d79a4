package io.postrider.router.prioritise;

import io.postrider.mail.Batch;

/** The priority of a batch within its lane. */
public final class Priorities {
    private Priorities() {}

    /**
     * The AMQP priority, 0 to 9, of the forwarded batch: that of its message, and one less from the second attempt on.
     * So mail that was never tried goes ahead of refused mail, which would otherwise fill the connections to a slow
     * provider. The message itself keeps the priority with which it was submitted: a batch passes this step once for
     * each attempt, and again after each wait for a route or a limit, and must not sink each time.
     */
    public static int of(Batch batch) {
        int submitted = batch.message().priority();
        return batch.attempt() == 1 ? submitted : Math.max(0, submitted - 1);
    }
}
