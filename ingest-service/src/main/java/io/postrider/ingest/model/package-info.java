/**
 * Values that several features share: a checked submission, a row of the outbox, the settings.
 *
 * <p>Nothing here knows a feature or HTTP.
 */
package io.postrider.ingest.model;
