package io.postrider.text;

/**
 * The local part of an address: what stands before its last {@code @} (RFC 5321, 4.1.2). A quoted string and the same text without
 * quotation marks or needless backslashes are one local part, so there is one form in which it is stored, said and compared: a dot-atom
 * where it can be one, else the shortest quoted string.
 */
public final class LocalPart {
    private static final String ATEXT_SIGNS = "!#$%&'*+-/=?^_`{|}~";

    private LocalPart() {}

    /** Whether it begins as a quoted string does. */
    public static boolean isQuoted(String local) {
        return !local.isEmpty() && local.charAt(0) == '"';
    }

    /** What a quoted string says, or null if the text is not one quoted string from its beginning to its end. */
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
     * The one form of a local part. Dots where no dot-atom may have them, as reports and lists write them, count as quoted. What is no
     * local part stays as it is.
     */
    public static String canonical(String local) {
        if (isQuoted(local)) {
            String content = unquoted(local);
            return content == null || content.isEmpty() ? local : written(content);
        }
        return hasOddDots(local) && isAtoms(local) ? '"' + local + '"' : local;
    }

    /** Whether a dot stands where no dot-atom may have one: at the start, at the end or next to another one. */
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

    /** RFC 5322, 3.2.3, with all that is beyond ASCII (RFC 6532, 3.2). */
    public static boolean isAtext(char c) {
        return c >= 0x80
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || ATEXT_SIGNS.indexOf(c) >= 0;
    }
}
