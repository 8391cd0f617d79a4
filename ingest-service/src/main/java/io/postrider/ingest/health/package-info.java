/**
 * Says how this process is, for whoever starts, stops and routes to it.
 *
 * <p>Enters: a probe. Leaves: named checks with data. Liveness depends on nothing outside of the process, or an outage of
 * PostgreSQL would have every replica restarted. Readiness depends on PostgreSQL alone: with the broker away mail is
 * still accepted, so that check stays up and says "down" in its data.
 */
package io.postrider.ingest.health;
