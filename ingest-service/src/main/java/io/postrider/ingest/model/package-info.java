/**
 * Values that several features share: a checked submission, a row of the outbox, the settings.
 *
 * <p>This package does not depend on any feature or on HTTP.
 */
package io.postrider.ingest.model;
