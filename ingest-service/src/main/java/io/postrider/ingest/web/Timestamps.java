package io.postrider.ingest.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a time in the forms that clients use (RFC 3339, 5.6): any offset, with or without its colon, and a space or
 * {@code t} in place of the T.
 */
public final class Timestamps {
    /** The form of a time, for a fault. */
    public static final String WANTED =
            "give a time with its offset, such as 2030-12-01T09:00:00Z or 2030-12-01T10:00:00+01:00";

    /** Maximum characters; more than any valid form has. */
    private static final int LONGEST = 50;

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][ ]")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXXXX][XXXX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private Timestamps() {}

    /** Empty if it is not a valid time or has no offset: with a guessed zone, it could be wrong by hours. */
    public static Optional<Instant> read(String given) {
        if (given == null || given.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(FORM.parse(given.strip(), OffsetDateTime::from).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
