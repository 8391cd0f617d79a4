/**
 * What the tests of all modules share; only tests depend on it.
 *
 * <p>{@link io.postrider.testing.Patience} is how long a test waits for an effect: one limit, so generous that a busy machine
 * does not meet it. {@link io.postrider.testing.ErrorLog} watches the log of every test, and fails those that log an error
 * that {@link io.postrider.testing.ExpectedErrors} does not announce.
 */
package io.postrider.testing;
