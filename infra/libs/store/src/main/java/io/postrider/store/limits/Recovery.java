package io.postrider.store.limits;

import java.time.Duration;

/**
 * How a rate recovers, step by step, after a provider's throttling replies have halved it.
 *
 * @param step share of the full rate, above 0 and at most 1
 * @param every time between two steps
 */
public record Recovery(double step, Duration every) {
    public Recovery {
        if (!(step > 0 && step <= 1) || every.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "the step must be above 0 and at most 1, and the interval at least a millisecond");
        }
    }
}
