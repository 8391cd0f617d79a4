package io.postrider.mail;

import java.util.Locale;
import java.util.Optional;

/** A separate queue on every hop, so that bulk never delays a password reset. AMQP priority orders within a lane. */
public enum Lane {
    TRANSACTIONAL,
    STANDARD,
    BULK;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The lane's name in JSON, addresses, metrics and SQL. */
    public String word() {
        return word;
    }

    public static Optional<Lane> of(String word) {
        for (Lane lane : values()) {
            if (lane.word.equals(word)) {
                return Optional.of(lane);
            }
        }
        return Optional.empty();
    }
}
