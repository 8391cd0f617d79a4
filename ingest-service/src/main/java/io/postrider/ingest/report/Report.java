package io.postrider.ingest.report;

import io.postrider.bounce.Bounce;
import io.postrider.bounce.Classification;
import java.util.Locale;

/** What a mail says. */
sealed interface Report {

    /**
     * A server that had taken a letter could not deliver it.
     *
     * @param words the server's
     */
    record Bounced(Bounce bounce, ReplyWords words) implements Report {
        static Bounced of(ReplyWords words) {
            return new Bounced(Classification.of(words.code(), words.enhancedCode(), words.text()), words);
        }
    }

    /**
     * A recipient called a letter spam.
     *
     * @param kind the Feedback-Type
     * @param returnPath the letter's, if the report tells it, or null
     */
    record Complained(String kind, String returnPath) implements Report {}

    record Dropped(Reason reason) implements Report {}

    /** Why a mail changes nothing. */
    enum Reason {
        /** A server says that it goes on trying. */
        DELAYED,
        /** A server says that all went well. */
        DELIVERED,
        /** Somebody has read the letter (RFC 8098). */
        READ,
        /** A person's machine answers (RFC 3834). */
        AUTO_REPLY,
        /** A feedback report that is no complaint, such as {@code not-spam}. */
        NO_COMPLAINT,
        /** It says nowhere that anything failed. */
        UNCLEAR,
        UNREADABLE,
        /** A complaint that does not tell which delivery it is about. */
        UNTRACEABLE,
        /** The return path that it tells is not one of ours. */
        FORGED,
        /** The delivery is not on record, or this was reported before. */
        KNOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
