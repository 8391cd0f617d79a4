/**
 * The whole system on one machine with nothing but a JDK: PostgreSQL, the broker, a mail capture with its page, and the
 * three packaged services as child processes. The local run, the scenarios and the benchmarks start it through {@link
 * io.postrider.local.LocalSystem}, service tests take their neighbours from {@link io.postrider.local.TestNeighbours}.
 *
 * <p>Enters: settings (directory, ports, replicas). Leaves: a system that is ready, and its parts to stop, kill and start
 * again. On failure {@link io.postrider.neighbours.StartException} says which part, why and what to change; whatever was
 * started before is stopped.
 */
package io.postrider.local;
