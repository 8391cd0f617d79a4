/**
 * The soak: the whole packaged system under a steady load for an hour, to see what grows.
 *
 * <p>A length and a rate enter. {@link io.postrider.bench.soak.load.Load} offers mail at that rate,
 * {@link io.postrider.bench.soak.load.Arrivals} is the mail server that takes, refuses or defers it and counts, and
 * {@link io.postrider.bench.soak.Sampler} writes a line of readings every ten seconds. What leaves: the samples (CSV), a
 * picture (SVG), a verdict on each measure, and the audit, in which every accepted recipient must be found again.
 *
 * <p>A reading that fails is missing in its line and no more. A difference in the audit or a measure that grows ends the
 * soak with exit code 1, after everything was written.
 */
package io.postrider.bench.soak;
