/**
 * Benchmarks, each against baselines in the same run: options and a bench's name enter, a
 * {@link io.postrider.bench.report.Report} leaves, as a table on the screen and as a file in {@code results}.
 *
 * <p>A run in which a mail is lost, refused or sent twice is no result: it ends the bench with a message, exit code 1.
 */
package io.postrider.bench;
