/**
 * What is measured and what measures it: peers, Postrider, sink and load tools, each a separate process on loopback.
 *
 * <p>A number of mails goes into a {@link io.postrider.bench.subject.Subject}; they leave it at the
 * {@link io.postrider.bench.sink.CountingSink}. Whatever fails ends the bench with an
 * {@link io.postrider.bench.process.BenchException} that names the log to read, and every process that was started is
 * stopped, also then.
 */
package io.postrider.bench.subject;
