package io.postrider.ingest.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** Reads a moment as clients write it (RFC 3339, 5.6): any offset with or without its colon, a blank or a small letter for the T. */
public final class Timestamps {
    /** What a time should look like, for a fault. */
    public static final String WANTED =
            "give a time with its offset, such as 2030-12-01T09:00:00Z or 2030-12-01T10:00:00+01:00";

    /** Characters: more than any form of a moment has. */
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

    /** Empty if it is no moment, or has no offset: a time whose zone must be guessed is wrong by hours for somebody. */
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
