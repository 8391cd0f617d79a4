/**
 * Mail servers that take a bench's mail and count it: {@link io.postrider.bench.sink.CountingSink} as a separate process,
 * {@link io.postrider.bench.sink.TimedSink} with the time of each mail.
 */
package io.postrider.bench.sink;
