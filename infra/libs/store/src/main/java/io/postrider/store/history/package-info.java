/**
 * The deliveries and events of a message, page by page, for the API.
 *
 * <p>Input: a message and a position in it. Output: a page of records. On failure: the driver's exception. It reads with Hibernate
 * Reactive and Panache (adr/023), so only ingest-service can use it.
 */
package io.postrider.store.history;
