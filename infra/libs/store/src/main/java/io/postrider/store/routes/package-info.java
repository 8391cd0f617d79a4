/**
 * The known state of routes: suspensions by operators, holds by senders, and the senders' reports.
 *
 * <p>Input: decisions and reports. Output: the same, for all processes. On failure: the driver's exception; a process
 * that polls the suspensions continues with the last ones read.
 */
package io.postrider.store.routes;
