/**
 * Shared by all HTTP calls: problem documents, request ids, scopes, and the roles of this process.
 *
 * <p>Enters: a call. Leaves: the call at its resource. On failure: a problem document (RFC 9457) that lists every fault.
 */
package io.postrider.ingest.web;
