/**
 * Balances the books: every accepted recipient is final or in flight, and whoever is in flight is somewhere.
 *
 * <p>Enters: a call, or the time. Leaves: what PostgreSQL holds in one snapshot, and how many messages the broker's queues keep
 * around that moment. It reads all deliveries, so one audit runs at a time, its answer serves for some seconds, and the next one
 * by itself comes later the longer one takes. Fails with a 503 refusal when PostgreSQL is away or too slow; without the broker
 * only what it would have told is missing. Changes nothing.
 */
package io.postrider.ingest.audit;
