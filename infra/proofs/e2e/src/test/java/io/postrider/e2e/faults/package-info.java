/**
 * The system under faults. Enters: a {@link io.postrider.e2e.faults.Fault}, which breaks something and repairs it, while a campaign
 * and a trickle of single mails flow through the packaged services. Leaves: a {@link io.postrider.e2e.faults.FaultResult} of the table in
 * the README, once the books of the ledger, of the broker and of the mail server agree; a test fails when they do not.
 */
package io.postrider.e2e.faults;
