package io.postrider.mail;

import java.time.Duration;

/** Limits that all services rely on. A service may be configured below them, never above. */
public final class Limits {
    /** Maximum recipients of one batch. */
    public static final int BATCH_RECIPIENTS = 500;

    /** Maximum bytes of one encoded batch. If variables make it larger, it is split earlier. */
    public static final int BATCH_BYTES = 1 << 20;

    /** Maximum recipients of one call to {@code POST /v1/messages}; larger audiences are campaigns. */
    public static final int MESSAGE_RECIPIENTS = 1_000;

    /**
     * Maximum recipients of one message with cc or bcc, including the one in {@code to}: the mail shows all of them.
     */
    public static final int COPIES = 50;

    /** Maximum octets of an address in the envelope (RFC 5321, 4.5.3.1.3: a path of 256 including its two brackets). */
    public static final int ADDRESS_OCTETS = 254;

    /** Maximum octets of an address's local part (RFC 5321, 4.5.3.1.1). */
    public static final int LOCAL_PART_OCTETS = 64;

    /** Maximum characters of a header line without its CRLF (RFC 5322, 2.1.1). */
    public static final int HEADER_LINE = 998;

    /** Maximum nesting depth of objects and arrays in a variable. */
    public static final int VARIABLE_DEPTH = 8;

    /** Maximum bytes of the variables of one recipient, as JSON. */
    public static final int RECIPIENT_VARIABLE_BYTES = 32 * 1024;

    /** Maximum bytes of the variables shared by all recipients of a message, as JSON; they travel with every batch. */
    public static final int SHARED_VARIABLE_BYTES = 128 * 1024;

    /**
     * Maximum bytes of a message's attachments in total; the codec reads strings of up to 64 MiB each, enough for their
     * base64.
     */
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
