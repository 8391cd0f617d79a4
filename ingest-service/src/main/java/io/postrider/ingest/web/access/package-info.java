/**
 * Who may call: API keys, their scopes, and the log of what was done with them.
 *
 * <p>Enters: the head of each request, before its body. Leaves: an identity with its scopes, which resources ask for with
 * {@code @RolesAllowed}. On failure: 401 for a key that is missing or wrong, 403 for one that lacks the scope, and a line in the
 * log.
 */
package io.postrider.ingest.web.access;
