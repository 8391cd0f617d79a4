/**
 * The suppression list: look up, list, add, import and remove. It holds for the whole account.
 *
 * <p>Input: addresses, or {@code @} and domains, and reasons. Output: suppressions with their reason, origin and time;
 * each removal is recorded with its API key. Fails with a 404 refusal for an address that is not suppressed, 422 for an
 * invalid address, and 503 when PostgreSQL is away.
 */
package io.postrider.ingest.control.suppressions;
