/**
 * The system under faults. Input: a {@link io.postrider.e2e.faults.Fault}, which breaks something and repairs it, while a campaign
 * and a trickle of single mails flow through the packaged services. Output: a {@link io.postrider.e2e.faults.FaultResult} of the table in
 * the README, after the records of the ledger, the broker and the mail server agree; a test fails when they do not.
 */
package io.postrider.e2e.faults;
