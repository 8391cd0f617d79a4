package io.postrider.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page ended, as an opaque word: clients give back what they got, and we may change what is in it. */
public final class Cursor {
    private static final int LONGEST = 40;

    private Cursor() {}

    /** @param kind what is paged, so that a cursor of one list is not taken for one of another */
    public static String of(char kind, long position) {
        byte[] text = (kind + Long.toString(position)).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    /** @param cursor null for the beginning */
    public static long position(char kind, String cursor, long most, long beginning) {
        if (cursor == null) {
            return beginning;
        }
        try {
            if (cursor.length() <= LONGEST) {
                String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
                long position = Long.parseLong(text, 1, text.length(), 10);
                if (text.charAt(0) == kind && position >= beginning && position <= most) {
                    return position;
                }
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // The refusal below says it.
        }
        throw Problem.invalid("cursor: give the next_cursor of the page before, as it was.")
                .refusal();
    }
}
