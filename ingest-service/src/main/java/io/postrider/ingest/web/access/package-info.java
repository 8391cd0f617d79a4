/**
 * Access control: API keys, their scopes, and the access log.
 *
 * <p>Input: the header of each request, before its body. Output: an identity with its scopes, which resources require
 * with {@code @RolesAllowed}. On failure: 401 for a key that is missing or wrong, 403 for one that lacks the scope, and
 * a line in the log.
 */
package io.postrider.ingest.web.access;
