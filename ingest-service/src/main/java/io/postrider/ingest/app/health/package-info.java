/**
 * Reports the state of this process to its orchestrator and load balancer.
 *
 * <p>Enters: a probe. Leaves: named checks with data. Liveness depends on nothing outside of the process, or an outage of
 * PostgreSQL would have every replica restarted. Readiness depends on PostgreSQL alone: with the broker away mail is
 * still accepted, so that check stays up and says "down" in its data.
 */
package io.postrider.ingest.app.health;
