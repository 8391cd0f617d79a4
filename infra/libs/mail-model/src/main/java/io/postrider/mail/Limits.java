package io.postrider.mail;

import java.time.Duration;

/** The bounds that both sides rely on. A service may be configured below them, never above. */
public final class Limits {
    /** Recipients of one batch, the unit that travels on the broker. */
    public static final int BATCH_RECIPIENTS = 500;

    /** Bytes of one encoded batch. Variables are what can make it large; a batch is cut earlier when it grows past this. */
    public static final int BATCH_BYTES = 1 << 20;

    /** Recipients of one call to {@code POST /v1/messages}; larger audiences are campaigns. */
    public static final int MESSAGE_RECIPIENTS = 1_000;

    /** Recipients of one message with cc or bcc, the one in {@code to} included: the same mail shows them all. */
    public static final int COPIES = 50;

    /** Octets of an address in the envelope (RFC 5321, 4.5.3.1.3: a path of 256 with its two brackets). */
    public static final int ADDRESS_OCTETS = 254;

    /** Octets of an address's local part (RFC 5321, 4.5.3.1.1). */
    public static final int LOCAL_PART_OCTETS = 64;

    /** Characters of a header line without its CRLF (RFC 5322, 2.1.1). */
    public static final int HEADER_LINE = 998;

    /** Levels of objects and arrays in a variable. */
    public static final int VARIABLE_DEPTH = 8;

    /** Bytes of the variables of one recipient, as JSON. */
    public static final int RECIPIENT_VARIABLE_BYTES = 32 * 1024;

    /** Bytes of the variables that all recipients of a message share, as JSON; they travel with every batch. */
    public static final int SHARED_VARIABLE_BYTES = 128 * 1024;

    /** Bytes of a message's attachments together; a content's texts are read up to 64 MiB each, as base64 has them. */
    public static final int ATTACHMENT_BYTES = 47 << 20;

    /** AMQP priorities run from 0 to 9 (AMQP 1.0, 3.2.1); 4 is the default. */
    public static final int DEFAULT_PRIORITY = 4;

    public static final int HIGHEST_PRIORITY = 9;

    /** Maximum time from acceptance to delivery, by lane, unless the message sets another. */
    public static Duration lifetime(Lane lane) {
        return lane == Lane.TRANSACTIONAL ? Duration.ofHours(4) : Duration.ofHours(72);
    }

    private Limits() {}
}
