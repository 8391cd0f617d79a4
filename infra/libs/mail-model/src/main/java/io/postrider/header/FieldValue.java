package io.postrider.header;

import io.postrider.mail.Limits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a header field as written, unfolded. Unstructured text ({@link FieldSyntax#TEXT}) and the name of a list
 * ({@link FieldSyntax#LIST_ID}) may contain non-ASCII characters, which are to be encoded; all others are ASCII, and no
 * word is too long for a line.
 *
 * @param text on one line; empty if there is nothing to write; null if there is a fault
 * @param fault what to change, to be appended to the field's name; does not quote the value. Null if there is no fault
 */
public record FieldValue(String text, String fault) {
    private static final String NOT_ASCII =
            "has non-ASCII characters, which are only allowed in fields of free text (RFC 2047, 5)";

    /** Maximum characters of a structured value: hundreds of message ids, or sixteen lines. */
    static final int LENGTH = 16_384;

    private static final Pattern MESSAGE_ID =
            Pattern.compile("<\\s*+([^<>\\s]*+)\\s*+>|([^<>\\s,]+@[^<>\\s,]+)|[\\s,]++");

    /** Reads the value of a field with this name. Takes microseconds for each kilobyte. */
    public static FieldValue of(String name, String given) {
        FieldSyntax syntax = FieldSyntax.of(name);
        if (syntax != FieldSyntax.TEXT && given.length() > LENGTH) {
            return refused("has more than %,d characters; make it shorter".formatted(LENGTH));
        }
        String value = clean(given);
        return switch (syntax) {
            case TEXT -> written(JsonText.of(value, wordOf(name)));
            case URIS -> fitting(name, UriList.of(value));
            case MESSAGE_IDS -> fitting(name, messageIds(value));
            case LIST_ID -> listId(name, value);
            case ASCII -> fitting(name, words(JsonText.of(value, wordOf(name))));
        };
    }

    static FieldValue written(String text) {
        return new FieldValue(text, null);
    }

    static FieldValue refused(String fault) {
        return new FieldValue(null, fault);
    }

    /**
     * Replaces line ends and other control characters by spaces, so that a value cannot start another field; trims
     * spaces.
     */
    public static String clean(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (control(value.charAt(i))) {
                return replaceControls(value).strip();
            }
        }
        return value.strip();
    }

    private static boolean control(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private static String replaceControls(String value) {
        StringBuilder clean = new StringBuilder(value);
        for (int i = 0; i < clean.length(); i++) {
            if (control(clean.charAt(i))) {
                clean.setCharAt(i, ' ');
            }
        }
        return clean.toString();
    }

    /** Whether all characters are ASCII and none is DEL. */
    public static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 126) {
                return false;
            }
        }
        return true;
    }

    /** Characters of the longest run without a space: a line can be folded at spaces only (RFC 5322, 2.2.3). */
    public static int longestWord(String value) {
        int longest = 0;
        int start = 0;
        for (int end = value.indexOf(' '); end >= 0; end = value.indexOf(' ', start)) {
            longest = Math.max(longest, end - start);
            start = end + 1;
        }
        return Math.max(longest, value.length() - start);
    }

    private static FieldValue words(String value) {
        return ascii(value) ? written(value) : refused(NOT_ASCII);
    }

    /** Maximum characters of a word that fits on the first line of any field (RFC 5322, 2.1.1). */
    private static int wordOf(String name) {
        return Limits.HEADER_LINE - name.length() - 2;
    }

    /**
     * Whether every line can be kept within 998 characters (RFC 5322, 2.1.1) by folding at spaces only.
     *
     * @param value in ASCII
     */
    static boolean fits(String name, String value) {
        int room = wordOf(name);
        int start = 0;
        while (start < value.length()) {
            int end = start;
            while (end < value.length() && value.charAt(end) == ' ') {
                end++;
            }
            int space = value.indexOf(' ', end);
            end = space < 0 ? value.length() : space;
            if (end - start > room) {
                return false;
            }
            start = end;
            room = Limits.HEADER_LINE;
        }
        return true;
    }

    /** Whether an unstructured value is written as is, folded at its spaces; otherwise it needs encoded words. */
    public static boolean verbatim(String name, String text) {
        return ascii(text) && fits(name, text) && (FieldSyntax.of(name) != FieldSyntax.TEXT || JsonText.like(text));
    }

    private static FieldValue fitting(String name, FieldValue value) {
        return value.fault == null && !fits(name, value.text)
                ? refused("has an entry that does not fit on a line of %d characters (RFC 5322, 2.1.1); make it shorter"
                        .formatted(Limits.HEADER_LINE))
                : value;
    }

    private static FieldValue messageIds(String value) {
        if (!ascii(value)) {
            return refused(NOT_ASCII);
        }
        StringBuilder ids = new StringBuilder(value.length() + 2);
        Matcher matcher = MESSAGE_ID.matcher(value);
        int at = 0;
        while (at < value.length()) {
            // Not find, which would try every later position.
            if (!matcher.region(at, value.length()).lookingAt()) {
                return refused("is not a list of message ids such as <1@shop.example> (RFC 5322, 3.6.4)");
            }
            String id = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            if (id != null && !id.isEmpty()) {
                ids.append(ids.length() > 0 ? " <" : "<").append(id).append('>');
            }
            at = matcher.end();
        }
        return written(ids.toString());
    }

    private static FieldValue listId(String name, String value) {
        int id = value.lastIndexOf('<');
        String coded = id < 0 ? value : value.substring(id);
        if (!ascii(coded)) {
            return refused("has non-ASCII characters in its id, which are only allowed in the name before it"
                    + " (RFC 2919, 3); give one such as Our news <news.shop.example>");
        }
        FieldValue fits = fitting(name, written(coded));
        return fits.fault == null ? written(value) : fits;
    }
}
