/**
 * What operators do and live through: rolling updates, draining, probes, outages of the broker and of PostgreSQL, a lost journal.
 */
package io.postrider.e2e.operations;
