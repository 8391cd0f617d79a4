/**
 * Capacity on paper: from the measured cost of a mail to the sizes for a number of mails a day. Formulas
 * where there are some ({@link io.postrider.bench.capacity.sizing.Sizing}), a simulation of the queues where there
 * are none ({@link io.postrider.bench.capacity.simulation.Simulation}); tests hold the simulation against queueing
 * theory.
 *
 * <p>Results of benches enter, a section of {@code infra/docs/capacity.md} leaves. A result that is missing
 * ends it with the bench's name, and nothing is written.
 */
package io.postrider.bench.capacity;
