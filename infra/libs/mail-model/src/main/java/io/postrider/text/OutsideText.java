package io.postrider.text;

/**
 * Makes untrusted text harmless before it is stored, logged or shown. Replaces characters that a terminal, a log or a
 * page would interpret instead of showing: control characters, line and paragraph separators, bidirectional marks and
 * isolates, and all other invisible characters (Unicode's format characters, fillers, noncharacters, unpaired
 * surrogates). The result is one line. Printable ASCII text is returned unchanged.
 */
public final class OutsideText {
    /** Maximum characters of an untrusted text in a log line. */
    public static final int LOGGED = 300;

    private static final char REPLACEMENT = '?';
    private static final char ZERO_WIDTH_NON_JOINER = '\u200c';
    private static final char ZERO_WIDTH_JOINER = '\u200d';

    private OutsideText() {}

    /** @return the text without such characters; null for null */
    public static String clean(String text) {
        return text == null ? null : replace(text, false);
    }

    /** Like {@link #clean(String)}, and at most {@code most} characters long. Never splits a surrogate pair. */
    public static String clean(String text, int most) {
        return text == null ? null : replace(cut(text, most), false);
    }

    /** Like {@link #clean(String)} for a text of several lines: line feeds and tabs stay. */
    public static String cleanLines(String text) {
        return text == null ? null : replace(text, true);
    }

    /** Cleaned, at most {@value #LOGGED} characters, and without e-mail addresses: for every log line above DEBUG. */
    public static String forLog(String text) {
        return text == null ? "null" : AddressMask.mask(clean(text, LOGGED));
    }

    /** Cleaned, with several lines, of any length, and without e-mail addresses: for log records of libraries. */
    public static String linesForLog(String text) {
        return text == null ? null : AddressMask.mask(cleanLines(text));
    }

    /** The message of a failure {@linkplain #forLog(String) for the log}, or the name of its class if it has none. */
    public static String forLog(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : forLog(failure.getMessage());
    }

    /** Whether there is a character that {@link #clean(String)} would replace. */
    public static boolean hidesSomething(String text) {
        return firstHidden(text, false) >= 0;
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splitsPair = most > 0
                && Character.isHighSurrogate(text.charAt(most - 1))
                && Character.isLowSurrogate(text.charAt(most));
        return text.substring(0, splitsPair ? most - 1 : most);
    }

    private static String replace(String text, boolean lines) {
        int first = firstHidden(text, lines);
        if (first < 0) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length()).append(text, 0, first);
        for (int i = first; i < text.length(); ) {
            int c = text.codePointAt(i);
            int size = Character.charCount(c);
            if (hidden(text, i, c, lines)) {
                clean.append(space(c) ? ' ' : REPLACEMENT);
            } else {
                clean.append(text, i, i + size);
            }
            i += size;
        }
        return clean.toString();
    }

    private static int firstHidden(String text, boolean lines) {
        for (int i = 0; i < text.length(); ) {
            char unit = text.charAt(i);
            if (unit >= ' ' && unit < 0x7f) {
                i++;
                continue;
            }
            int c = text.codePointAt(i);
            if (hidden(text, i, c, lines)) {
                return i;
            }
            i += Character.charCount(c);
        }
        return -1;
    }

    /** Characters that represent a space or the end of a line. */
    private static boolean space(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
    }

    private static boolean hidden(String text, int at, int c, boolean lines) {
        if (c >= ' ' && c < 0x7f || lines && (c == '\n' || c == '\t')) {
            return false;
        }
        if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
            return !joins(text, at);
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> invisible(c);
        };
    }

    /**
     * Persian, Indic scripts and emoji need joiners. Between ASCII characters they only make different texts look the
     * same.
     */
    private static boolean joins(String text, int at) {
        return at > 0
                && text.charAt(at - 1) >= 0x80
                && !joiner(text.charAt(at - 1))
                && at + 1 < text.length()
                && text.charAt(at + 1) >= 0x80
                && !joiner(text.charAt(at + 1));
    }

    private static boolean joiner(char c) {
        return c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
    }

    /** Unicode's Default_Ignorable_Code_Point without the variation selectors of emoji, and its noncharacters. */
    private static boolean invisible(int c) {
        return c == 0x34f
                || c == 0x115f
                || c == 0x1160
                || c == 0x17b4
                || c == 0x17b5
                || c >= 0x180b && c <= 0x180f
                || c >= 0x2065 && c <= 0x206f
                || c == 0x3164
                || c == 0xffa0
                || c >= 0xfff0 && c <= 0xfff8
                || c >= 0xe0000 && c <= 0xe0fff
                || c >= 0xfdd0 && c <= 0xfdef
                || (c & 0xfffe) == 0xfffe;
    }
}
