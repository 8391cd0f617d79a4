/**
 * What applications do with the API: campaigns, copies, idempotent calls, cancelling, the test addresses, the first call of the README,
 * and callers who mean harm.
 */
package io.postrider.e2e.intake;
