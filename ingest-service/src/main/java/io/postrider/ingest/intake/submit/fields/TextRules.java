package io.postrider.ingest.intake.submit.fields;

/** Which characters a text may contain. */
public final class TextRules {
    /** The fault of a name or label with such a character. */
    public static final String HIDDEN =
            "has an invisible character, such as a mark that changes the direction of writing; remove it";

    private TextRules() {}

    /** Whether all surrogates are paired; an unpaired one cannot be encoded as UTF-8. */
    public static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Whether it fits on one line of a header: no control character (CR, LF, NUL and so on) except tab. */
    public static boolean oneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && c != '\t') {
                return false;
            }
        }
        return true;
    }

    static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of a well-formed text as UTF-8. */
    public static int octets(String text) {
        int octets = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            octets += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return octets;
    }
}
