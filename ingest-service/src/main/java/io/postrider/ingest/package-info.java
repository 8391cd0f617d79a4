/**
 * ingest-service: takes mail from applications over HTTP and makes it durable before it answers.
 *
 * <p>{@link io.postrider.ingest.IngestService} calls the steps in their order; the steps know this package but not each
 * other. Enters: HTTP requests. Leaves: rows in PostgreSQL, batches on the broker, and problem documents for all that is
 * refused.
 */
package io.postrider.ingest;
