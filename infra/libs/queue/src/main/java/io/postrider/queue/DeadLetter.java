package io.postrider.queue;

import io.postrider.text.OutsideText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A message that could not be processed, as it is on {@code mail.dead}.
 *
 * @param origin the address that it died on; {@value #NOWHERE} if unknown
 * @param kind why, in one word
 * @param reason why, in words
 * @param deliveries how often it was delivered on its origin; 0 if unknown
 * @param body its bytes, unchanged
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(String origin, Kind kind, String reason, int deliveries, byte[] body) {
    /** The origin of what was put there by hand. */
    public static final String NOWHERE = "unknown";

    /** Characters of a reason that are kept. */
    static final int REASON_LENGTH = 500;

    /** Characters of an origin that are kept. */
    private static final int ORIGIN_LENGTH = 200;

    /** Why it is dead. */
    public enum Kind {
        /** Its bytes are no batch. */
        UNDECODABLE,
        /** Processing failed at every delivery that the broker allows. */
        FAILED,
        /** It had a time to live, which none of ours has. */
        EXPIRED,
        OTHER;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** As the API, metrics and logs write it. */
        public String word() {
            return word;
        }

        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            return OTHER;
        }
    }

    /** The same bytes that died on the same address are the same letter, however often they come; on two addresses they are two. */
    public UUID id() {
        return idOf(origin, body);
    }

    static UUID idOf(String origin, byte[] body) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        name.writeBytes(origin.getBytes(StandardCharsets.UTF_8));
        name.write(0);
        name.writeBytes(body);
        return UUID.nameUUIDFromBytes(name.toByteArray());
    }

    public DeadLetter {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(body, "body");
        // Every user of the broker may write anything into a property.
        origin = OutsideText.clean(origin, ORIGIN_LENGTH);
        reason = OutsideText.clean(reason, REASON_LENGTH);
    }
}
