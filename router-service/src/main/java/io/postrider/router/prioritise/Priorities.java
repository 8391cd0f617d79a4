package io.postrider.router.prioritise;

import io.postrider.mail.Batch;

/** The order within a lane. */
public final class Priorities {
    private Priorities() {}

    /**
     * The AMQP priority, 0 to 9, of the forwarded batch: that of its message, and one less from the second attempt on. So mail
     * that was never tried goes before mail that was refused, which would otherwise fill the connections of a slow provider. The
     * message keeps the priority with which it was submitted: a batch passes here once for each attempt, and again after each wait
     * for a route or a limit, and must not sink each time.
     */
    public static int of(Batch batch) {
        int submitted = batch.message().priority();
        return batch.attempt() == 1 ? submitted : Math.max(0, submitted - 1);
    }
}
