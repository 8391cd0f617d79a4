package io.postrider.neighbours.smtp;

import java.time.Instant;
import java.util.List;

/**
 * A mail as received by the sink.
 *
 * @param at when its last byte was read
 * @param connection number of the connection, from 1 in the order they were opened
 * @param envelopeFrom reverse-path without its brackets; empty for the null sender
 * @param recipients forward-paths without their brackets
 * @param content the message without dot-stuffing and the final dot
 * @param manner how it was received
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReceivedMail(
        Instant at, int connection, String envelopeFrom, List<String> recipients, byte[] content, Manner manner) {

    /**
     * @param encrypted whether the connection was under TLS
     * @param user who was logged in, or null
     * @param parameters of the MAIL command, such as {@code SIZE=4096}
     */
    public record Manner(boolean encrypted, String user, List<String> parameters) {}
}
