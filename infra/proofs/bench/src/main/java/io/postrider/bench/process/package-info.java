/**
 * Processes that a bench starts, the programs that they need, and what they take.
 *
 * <p>Input: a command, or the name of a program, which is downloaded if it is missing. Output: a running child, its CPU time and
 * memory. On failure: a {@link io.postrider.bench.process.BenchException} that names the log to read.
 */
package io.postrider.bench.process;
