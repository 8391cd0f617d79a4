package io.postrider.router.prioritise;

import io.postrider.contract.Batch;
import io.postrider.contract.Limits;

/** The order within a lane. */
public final class Priorities {
    private Priorities() {}

    /**
     * The message's own priority, one less on a retry: mail that was never tried goes before mail that was refused, which
     * would otherwise fill the connections of a slow provider.
     */
    public static Batch prioritise(Batch batch) {
        int wanted =
                Math.min(Limits.HIGHEST_PRIORITY, Math.max(0, batch.message().priority()));
        // A retry carries the priority of its first attempt lowered once; it is not lowered again and again.
        int priority = batch.attempt() == 2 ? Math.max(0, wanted - 1) : wanted;
        return batch.withMessage(batch.message().withPriority(priority));
    }
}
