package io.postrider.text;

/**
 * The local part of an address: the part before its last {@code @} (RFC 5321, 4.1.2). A quoted string and the same text
 * without quotation marks or needless backslashes are the same local part, so there is one canonical form in which it
 * is stored, sent and compared: a dot-atom if possible, otherwise the shortest quoted string.
 */
public final class LocalPart {
    private static final String ATEXT_SIGNS = "!#$%&'*+-/=?^_`{|}~";

    private LocalPart() {}

    /** Whether it begins like a quoted string. */
    public static boolean isQuoted(String local) {
        return !local.isEmpty() && local.charAt(0) == '"';
    }

    /** The content of a quoted string, or null if the text is not exactly one quoted string. */
    public static String unquoted(String local) {
        int last = local.length() - 1;
        if (last < 1 || !isQuoted(local)) {
            return null;
        }
        StringBuilder content = new StringBuilder(last);
        for (int i = 1; i < last; i++) {
            char c = local.charAt(i);
            if (c == '"') {
                return null;
            }
            if (c == '\\') {
                i++;
                if (i == last) {
                    return null;
                }
            }
            content.append(local.charAt(i));
        }
        return local.charAt(last) == '"' ? content.toString() : null;
    }

    /**
     * The canonical form of a local part. A local part with dots where a dot-atom must not have them, as reports and
     * lists contain them, is treated as quoted. An invalid local part is returned unchanged.
     */
    public static String canonical(String local) {
        if (isQuoted(local)) {
            String content = unquoted(local);
            return content == null || content.isEmpty() ? local : written(content);
        }
        return hasOddDots(local) && isAtoms(local) ? '"' + local + '"' : local;
    }

    /** Whether there is a dot where a dot-atom must not have one: at the start, at the end or next to another dot. */
    public static boolean hasOddDots(String local) {
        return local.startsWith(".") || local.endsWith(".") || local.contains("..");
    }

    private static String written(String content) {
        if (isAtoms(content) && !hasOddDots(content)) {
            return content;
        }
        StringBuilder quoted = new StringBuilder(content.length() + 8).append('"');
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    private static boolean isAtoms(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '.' && !isAtext(c)) {
                return false;
            }
        }
        return true;
    }

    /** RFC 5322, 3.2.3, and all non-ASCII characters (RFC 6532, 3.2). */
    public static boolean isAtext(char c) {
        return c >= 0x80
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || ATEXT_SIGNS.indexOf(c) >= 0;
    }
}
