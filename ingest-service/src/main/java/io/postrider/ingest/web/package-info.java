/**
 * Shared by all HTTP calls: problem documents, request ids, scopes, query parameters and pages.
 *
 * <p>Enters: a call. Leaves: checked parameters for its resource. On failure: a problem document (RFC 9457) that lists every fault.
 */
package io.postrider.ingest.web;
