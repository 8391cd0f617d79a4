package io.postrider.ingest.feedback.reports.read;

import io.postrider.replies.Bounce;
import io.postrider.replies.Category;
import io.postrider.replies.Classification;
import io.postrider.store.deliveries.EventType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The content of a report. */
public sealed interface Report {

    /**
     * A server could not deliver a mail that it had accepted.
     *
     * @param words the server's reply reply
     * @param failed keys of the addresses that it names as failed; empty if it names none
     * @param others statements of the same mail about other addresses
     */
    record Bounced(Bounce bounce, QuotedReply words, Set<String> failed, List<Bounced> others) implements Report {
        Bounced(Bounce bounce, QuotedReply words, Set<String> failed) {
            this(bounce, words, failed, List.of());
        }

        Bounced with(List<Bounced> further) {
            return new Bounced(bounce, words, failed, List.copyOf(further));
        }

        /**
         * The statement about one address: the one that names it, otherwise one that names no address, otherwise the
         * first, which concerns another address.
         */
        public Bounced about(String key) {
            if (others.isEmpty()) {
                return this;
            }
            List<Bounced> all = Stream.concat(Stream.of(this), others.stream()).toList();
            Optional<Bounced> named =
                    all.stream().filter(one -> one.failed().contains(key)).findFirst();
            return named.or(() ->
                            all.stream().filter(one -> one.failed().isEmpty()).findFirst())
                    .orElse(this);
        }

        static Bounced of(QuotedReply words, Set<String> failed) {
            return new Bounced(meaning(words, words.text()), words, failed);
        }

        /** The codes take precedence over the text, which is an explanation for people and not the server's reply. */
        static Bounced explained(QuotedReply words, Set<String> failed) {
            Bounce coded = meaning(words, null);
            Bounce said = meaning(words, words.text());
            boolean silent = coded.category() == Category.OTHER;
            boolean doubtful = coded.hard() && !said.hard() && said.category() != Category.OTHER;
            return new Bounced(silent ? said : doubtful ? coded.doubted() : coded, words, failed);
        }

        private static Bounce meaning(QuotedReply words, String text) {
            return Classification.of(words.code(), words.enhancedCode(), text, words.stage());
        }

        /** Whether this address failed, and not another one, such as a member behind a group. */
        public boolean isAbout(String key) {
            return failed.isEmpty() || failed.contains(key);
        }

        public boolean suppresses(String key) {
            return bounce.hard() && isAbout(key);
        }
    }

    /**
     * A recipient reported a mail as spam, or unsubscribed through the provider.
     *
     * @param kind the Feedback-Type
     * @param returnPath the mail's, if the report has it, or null
     * @param messageId the mail's, if the report has it, or null
     */
    record Complained(String kind, String returnPath, String messageId) implements Report {
        /** A recipient who unsubscribes does not complain (RFC 5965, 7.3). */
        public boolean optOut() {
            return kind.startsWith("opt-out");
        }

        /** Why the address is suppressed. */
        public String reason() {
            return optOut() ? "unsubscribe" : "complaint";
        }

        public EventType event() {
            return optOut() ? EventType.UNSUBSCRIBED : EventType.COMPLAINED;
        }
    }

    record Dropped(Reason reason) implements Report {}

    /** Why a mail changes nothing. */
    enum Reason {
        /** A server keeps trying (Action: delayed). */
        DELAYED,
        /** A server reports success. */
        DELIVERED,
        /** A recipient has read the mail (RFC 8098). */
        READ,
        /** An automatic reply (RFC 3834). */
        AUTO_REPLY,
        /** A feedback report that is not a complaint, such as {@code not-spam}. */
        NO_COMPLAINT,
        /** Nothing in it reports a failure. */
        UNCLEAR,
        UNREADABLE,
        /** A complaint that does not identify its delivery. */
        UNTRACEABLE,
        /** Its return path is not one of ours. */
        FORGED,
        /** The delivery is unknown, or this was reported before. */
        KNOWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
