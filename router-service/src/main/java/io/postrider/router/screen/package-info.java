/**
 * Drops recipients that must not be mailed: suppressed, expired and cancelled recipients get that final state in the
 * ledger, and recipients already handled according to the ledger are skipped. The others continue. While PostgreSQL is
 * away the batch waits.
 */
package io.postrider.router.screen;
