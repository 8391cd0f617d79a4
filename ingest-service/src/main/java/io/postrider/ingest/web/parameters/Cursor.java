package io.postrider.ingest.web.parameters;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** The position where a page ended, as an opaque string: clients return it unchanged, and we may change its content. */
public final class Cursor {
    /** Maximum characters; the longest possible position is an address. */
    private static final int LONGEST = 400;

    private Cursor() {}

    /** @param kind the kind of list, so that the cursor of one list is not accepted for another */
    public static String of(char kind, long position) {
        return word(kind, Long.toString(position));
    }

    public static String of(char kind, UUID position) {
        return word(kind, position.toString());
    }

    public static String of(char kind, String position) {
        return word(kind, position);
    }

    private static String word(char kind, String position) {
        byte[] text = (kind + position).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /**
     * Returns the beginning if there is a fault.
     *
     * @param cursor null for the beginning
     */
    public static long position(QueryParameters parameters, char kind, String cursor, long most, long beginning) {
        return read(parameters, kind, cursor, Long::parseLong, beginning, at -> at >= beginning && at <= most);
    }

    /**
     * Returns the beginning if there is a fault.
     *
     * @param cursor null for the beginning
     */
    public static UUID position(QueryParameters parameters, char kind, String cursor, UUID beginning) {
        return read(parameters, kind, cursor, UUID::fromString, beginning, at -> true);
    }

    /**
     * A position that is a string; the empty string is the beginning.
     *
     * @param cursor null for the beginning
     */
    public static String text(QueryParameters parameters, char kind, String cursor) {
        return read(parameters, kind, cursor, position -> position, "", at -> at.indexOf('\0') < 0);
    }

    private static <T> T read(
            QueryParameters parameters,
            char kind,
            String cursor,
            Function<String, T> position,
            T beginning,
            Predicate<T> fits) {
        if (cursor == null) {
            return beginning;
        }
        return read(kind, cursor, position).filter(fits).orElseGet(() -> {
            parameters.fault("cursor", "give the next_cursor of the previous page, unchanged");
            return beginning;
        });
    }

    /** Empty if it is not one of our cursors. */
    private static <T> Optional<T> read(char kind, String cursor, Function<String, T> position) {
        try {
            if (cursor.length() <= LONGEST) {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                if (!text.isEmpty() && text.charAt(0) == kind) {
                    return Optional.of(position.apply(text.substring(1)));
                }
            }
        } catch (IllegalArgumentException e) {
            // Reported as a fault.
        }
        return Optional.empty();
    }
}
