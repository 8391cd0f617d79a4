package io.postrider.store.limits;

import java.time.Duration;

/**
 * How a rate recovers, step by step, after a provider's throttling replies have halved it.
 *
 * @param step part of the full rate, above 0 and at most 1
 * @param every how often a step is made
 */
public record Recovery(double step, Duration every) {
    public Recovery {
        if (!(step > 0 && step <= 1) || every.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "a rate recovers by a step above 0 and at most 1, every millisecond or less often");
        }
    }
}
