/**
 * Drops recipients that must not be mailed: recipients that are suppressed, expired or cancelled get that final state in the
 * ledger, and those that the ledger knows as handled are left out. The rest goes on. While PostgreSQL is away the batch waits.
 */
package io.postrider.router.screen;
