package io.postrider.ingest.intake.submit.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.web.Timestamps;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * When a message is to be sent, and when it expires.
 *
 * @param sendAt null for immediately
 * @param expiresAt always in the future
 */
public record SendTimes(Instant sendAt, Instant expiresAt) {
    static final Duration FARTHEST = Duration.ofDays(30);

    public static SendTimes read(Fields fields, Instant now, Lane lane) {
        Instant sendAt = sendAt(fields, now);
        Duration lifetime = lifetime(fields);
        Instant from = sendAt == null ? now : sendAt;
        Instant expiresAt = from.plus(lifetime == null ? Limits.lifetime(lane) : lifetime);
        if (!expiresAt.isAfter(now)) {
            fields.fault(
                    fields.has("expires_in") ? "expires_in" : "send_at",
                    "lets the message expire at %s, which is past".formatted(expiresAt));
        }
        return new SendTimes(from.isAfter(now) ? from : null, expiresAt);
    }

    private static Instant sendAt(Fields fields, Instant now) {
        JsonNode value = fields.value("send_at");
        if (value != null && value.isNumber()) {
            fields.fault("send_at", "is a number; " + Timestamps.WANTED);
            return null;
        }
        String text = fields.text("send_at");
        if (text == null) {
            return null;
        }
        Instant given = Timestamps.read(text).orElse(null);
        if (given == null) {
            fields.fault("send_at", "is not a time with an offset; " + Timestamps.WANTED);
            return null;
        }
        Instant sendAt = given.truncatedTo(ChronoUnit.MILLIS);
        if (sendAt.isAfter(now.plus(FARTHEST))) {
            fields.fault("send_at", "is more than %d days ahead".formatted(FARTHEST.toDays()));
            return null;
        }
        return sendAt.isBefore(now.minus(FARTHEST)) ? now.minus(FARTHEST) : sendAt;
    }

    private static Duration lifetime(Fields fields) {
        String text = fields.text("expires_in");
        if (text == null) {
            return null;
        }
        try {
            Duration lifetime = Duration.parse(text);
            if (lifetime.toSeconds() < 1) {
                fields.fault("expires_in", "is not positive; give at least PT1S");
            } else if (lifetime.compareTo(FARTHEST) > 0) {
                fields.fault("expires_in", "is longer than %d days".formatted(FARTHEST.toDays()));
            } else {
                return lifetime;
            }
        } catch (DateTimeParseException | ArithmeticException e) {
            fields.fault("expires_in", "is not an ISO 8601 duration; give one such as PT24H");
        }
        return null;
    }
}
