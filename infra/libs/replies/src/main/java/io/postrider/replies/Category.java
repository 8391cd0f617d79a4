package io.postrider.replies;

import java.util.Locale;
import java.util.Optional;

/** Why mail was refused, from the view of a sender who must act on it. {@code infra/docs/bounces.md} explains each. */
public enum Category {
    /** The address does not exist, or is permanently closed. */
    BAD_MAILBOX(1),
    /** The recipient's domain does not exist or accepts no mail (RFC 7505). */
    BAD_DOMAIN(2),
    /** The mailbox is over its quota. */
    FULL_MAILBOX(3),
    /** A rule of the recipient or its organisation refuses this mail. */
    POLICY(4),
    /** This message was taken for spam, phishing or a virus. */
    SPAM_BLOCK(5),
    /** The sending IP address or domain is on a block list or poorly reputed. */
    REPUTATION(6),
    /** The message is larger than the server or mailbox accepts. */
    SIZE(7),
    /** The provider cannot verify who sends: SPF, DKIM, DMARC, reverse DNS, HELO, the sender's domain (RFC 7372). */
    AUTH(8),
    /** Greylisting: a first contact must be retried later. */
    GREYLISTING(9),
    /** Too much traffic at once. */
    THROTTLING(10),
    /** The server or the path to it is down: DNS, connection, timeout, loop. */
    NETWORK(11),
    /** The route is not configured to accept this mail: relaying, login, TLS, sender not allowed. */
    RELAY_CONFIG(12),
    OTHER(13);

    private static final Category[] BY_CODE = new Category[values().length + 1];

    static {
        for (Category category : values()) {
            BY_CODE[category.code] = category;
        }
    }

    private final int code;
    private final String word = name().toLowerCase(Locale.ROOT);

    Category(int code) {
        this.code = code;
    }

    /** The category's name in JSON, metrics and logs. */
    public String word() {
        return word;
    }

    /** The category's number in SQL, a smallint from 1. A number never changes its meaning. */
    public int code() {
        return code;
    }

    public static Optional<Category> of(String word) {
        for (Category category : values()) {
            if (category.word.equals(word)) {
                return Optional.of(category);
            }
        }
        return Optional.empty();
    }

    public static Optional<Category> of(int code) {
        return code > 0 && code < BY_CODE.length ? Optional.of(BY_CODE[code]) : Optional.empty();
    }
}
