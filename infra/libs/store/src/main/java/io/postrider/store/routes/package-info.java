/**
 * What is known of the routes: the suspensions of operators, the holds of senders, and what each sender reports.
 *
 * <p>Enters: decisions and reports. Leaves: the same, for all processes. On failure: the driver's exception; a process that
 * follows the suspensions goes on with the last that it has read.
 */
package io.postrider.store.routes;
