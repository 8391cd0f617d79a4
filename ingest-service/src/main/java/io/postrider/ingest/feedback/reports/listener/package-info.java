/**
 * The SMTP listener for reports: connections, clients and their limits, TLS and the PROXY protocol.
 *
 * <p>Input: a connection of a mail server. Output: the whole content of a mail to a known recipient, for {@link
 * io.postrider.ingest.feedback.reports.ReportRecorder}. On failure: an SMTP reply, 4yz if the same mail may succeed
 * later, 5yz otherwise.
 */
package io.postrider.ingest.feedback.reports.listener;
