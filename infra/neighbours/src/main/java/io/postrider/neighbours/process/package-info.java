/**
 * Child processes that never outlive their run.
 *
 * <p>Input: a command, a log file and a pid file. Output: a process to wait for, suspend, stop and kill. When the
 * process that started it is killed, {@link io.postrider.neighbours.process.OrphanReaper} stops it; anything still left
 * is stopped by the next run, see {@link io.postrider.neighbours.process.PidFiles}.
 */
package io.postrider.neighbours.process;
