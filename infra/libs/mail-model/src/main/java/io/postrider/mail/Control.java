package io.postrider.mail;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * Notifies router and sender of a decision that applies to mail already queued.
 *
 * @param kind what was decided
 * @param message the message it is about, or null for a suppression
 * @param email the suppressed address, or null for a message
 * @param at when it was decided
 */
public record Control(Kind kind, UUID message, String email, Instant at) {
    public enum Kind {
        PAUSED,
        RESUMED,
        CANCELLED,
        SUPPRESSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Control {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(at, "at");
        if ((kind == Kind.SUPPRESSED) ? email == null : message == null) {
            throw new IllegalArgumentException(
                    kind == Kind.SUPPRESSED
                            ? "email: a suppression names it"
                            : "message: " + kind.word() + " names it");
        }
    }
}
