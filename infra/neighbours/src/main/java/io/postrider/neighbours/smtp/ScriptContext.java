package io.postrider.neighbours.smtp;

import java.util.List;

/**
 * The context in which a {@link Script} is called.
 *
 * @param stage of the dialogue
 * @param connection number of the connection, from 1
 * @param taken mails accepted on this connection before
 * @param line the command as received, without CRLF; empty for the greeting and the end of data
 * @param envelopeFrom of the open transaction, or null
 * @param recipients accepted so far in the open transaction
 */
public record ScriptContext(
        SmtpStage stage, int connection, int taken, String line, String envelopeFrom, List<String> recipients) {}
