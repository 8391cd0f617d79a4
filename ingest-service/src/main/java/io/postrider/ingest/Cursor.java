package io.postrider.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Where a page ended, as an opaque word: clients give back what they got, and we may change what is in it. */
public final class Cursor {
    /** Characters: an address is the longest position there is. */
    private static final int LONGEST = 400;

    private Cursor() {}

    /** @param kind what is paged, so that a cursor of one list is not taken for one of another */
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

    /** @param cursor null for the beginning */
    public static long position(char kind, String cursor, long most, long beginning) {
        return cursor == null
                ? beginning
                : read(kind, cursor, Long::parseLong)
                        .filter(position -> position >= beginning && position <= most)
                        .orElseThrow(Cursor::refusal);
    }

    /** @param cursor null for the beginning */
    public static UUID position(char kind, String cursor, UUID beginning) {
        return cursor == null ? beginning : read(kind, cursor, UUID::fromString).orElseThrow(Cursor::refusal);
    }

    /**
     * A position that is a text.
     *
     * @param cursor null for the beginning, which is the empty text
     */
    public static String text(char kind, String cursor) {
        return cursor == null
                ? ""
                : read(kind, cursor, position -> position)
                        .filter(position -> position.indexOf('\0') < 0)
                        .orElseThrow(Cursor::refusal);
    }

    /** Empty if it is none of ours. */
    private static <T> Optional<T> read(char kind, String cursor, Function<String, T> position) {
        try {
            if (cursor.length() <= LONGEST) {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                if (!text.isEmpty() && text.charAt(0) == kind) {
                    return Optional.of(position.apply(text.substring(1)));
                }
            }
        } catch (IllegalArgumentException e) {
            // The refusal says it.
        }
        return Optional.empty();
    }

    private static RuntimeException refusal() {
        return Problem.invalid("cursor: give the next_cursor of the page before, as it was.")
                .refusal();
    }
}
