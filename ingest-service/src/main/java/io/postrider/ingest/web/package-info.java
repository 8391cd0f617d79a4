/**
 * Shared by all HTTP calls: problem documents, request ids, scopes, and the roles of this process.
 *
 * <p>Input: a call. Output: the call at its resource. On failure: a problem document (RFC 9457) that lists every fault.
 */
package io.postrider.ingest.web;
