/**
 * Reports the state of this process to its orchestrator and load balancer.
 *
 * <p>Input: a probe. Output: named checks with data. Liveness depends on nothing outside of the process, otherwise an
 * outage of PostgreSQL would restart every replica. Readiness depends on PostgreSQL alone: while the broker is away
 * mail is still accepted, so its check stays up and reports "down" in its data.
 */
package io.postrider.ingest.app.health;
