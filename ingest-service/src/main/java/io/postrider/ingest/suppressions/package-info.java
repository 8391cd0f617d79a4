/**
 * Says whether an address is suppressed, and why.
 *
 * <p>Enters: an address. Leaves: the reason, or a 404 refusal if it may be mailed; 503 when PostgreSQL is away. Reads only.
 */
package io.postrider.ingest.suppressions;
