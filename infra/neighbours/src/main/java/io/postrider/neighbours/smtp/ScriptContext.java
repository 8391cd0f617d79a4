package io.postrider.neighbours.smtp;

import java.util.List;

/**
 * What is known when a {@link Script} is asked.
 *
 * @param stage where the dialogue stands
 * @param connection number of the connection, from 1
 * @param taken mails taken on this connection before
 * @param line the command as it came, without CRLF; empty for the greeting and the end of data
 * @param envelopeFrom of the open transaction, or null
 * @param recipients accepted so far in the open transaction
 */
public record ScriptContext(
        SmtpStage stage, int connection, int taken, String line, String envelopeFrom, List<String> recipients) {}
