/**
 * The whole system on one machine with nothing but a JDK: PostgreSQL, the broker, a mail capture with its page, and the
 * three packaged services as child processes. The local run, the scenarios and the benchmarks start it through {@link
 * io.postrider.local.LocalSystem}; service tests get their neighbours from {@link io.postrider.local.TestNeighbours}.
 * <p>Input: settings (directory, ports, replicas). Output: a running system whose parts can be stopped, killed and
 * restarted. On failure {@link io.postrider.neighbours.StartException} states which part failed, why, and what to
 * change; all parts started before are stopped.
 */
package io.postrider.local;
