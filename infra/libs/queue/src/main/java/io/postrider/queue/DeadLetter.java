package io.postrider.queue;

import io.postrider.text.OutsideText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * A message on {@code mail.dead} that could not be processed.
 *
 * @param origin the address on which processing failed; {@value #NOWHERE} if unknown
 * @param kind the kind of failure
 * @param reason the reason as text
 * @param deliveries number of deliveries on its origin; 0 if unknown
 * @param body its bytes, unchanged
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(String origin, Kind kind, String reason, int deliveries, byte[] body) {
    /** The origin of messages that were put there manually. */
    public static final String NOWHERE = "unknown";

    /** Maximum characters of a reason. */
    static final int REASON_LENGTH = 500;

    /** Maximum characters of an origin. */
    private static final int ORIGIN_LENGTH = 200;

    /** Why it is dead. */
    public enum Kind {
        /** Its bytes are not a batch. */
        UNDECODABLE,
        /** Processing failed on every delivery that the broker allows. */
        FAILED,
        /** It expired, although Postrider sets no time to live. */
        EXPIRED,
        OTHER;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The name in the API, metrics and logs. */
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

    /**
     * The same bytes from the same origin are the same dead letter, however often they arrive; from two origins they
     * are two.
     */
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
        // Every user of the broker can set any value in a property.
        origin = OutsideText.clean(origin, ORIGIN_LENGTH);
        reason = OutsideText.clean(reason, REASON_LENGTH);
    }
}
