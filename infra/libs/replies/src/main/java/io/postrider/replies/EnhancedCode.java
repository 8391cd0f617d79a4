package io.postrider.replies;

/** {@code class.subject.detail} (RFC 3463, 2). */
record EnhancedCode(int classDigit, int subject, int detail) {
    static final EnhancedCode NONE = new EnhancedCode(0, -1, -1);

    private static final int MOST_DIGITS = 3;

    /** X.0.0, which carries no information (RFC 3463, 3.1). */
    boolean undefined() {
        return subject == 0 && detail == 0;
    }

    /** X.1.7 and X.1.8: the sender's address, never the recipient's (RFC 3463, 3.2). */
    boolean ofSender() {
        return subject == 1 && (detail == 7 || detail == 8);
    }

    /**
     * X.1.*, X.2.1, X.4.4, X.7.17 and X.7.18 where they concern the recipient's address or the path to its domain (RFC
     * 3463; RFC 7293; RFC 7505).
     */
    boolean ofRecipient() {
        return switch (subject) {
            case 1 -> detail >= 1 && detail <= 6 || detail == 10;
            case 2 -> detail == 1;
            case 4 -> detail == 4;
            case 7 -> detail == 17 || detail == 18;
            default -> false;
        };
    }

    /** The first digit of the code decides where the two disagree (RFC 2034, 4). */
    EnhancedCode ofClass(int digit) {
        boolean disagrees = this != NONE && classDigit != digit && digit >= 4;
        return disagrees ? new EnhancedCode(digit, subject, detail) : this;
    }

    /** @return {@link #NONE} if {@code text} from {@code from} to {@code to} is not exactly an enhanced code */
    static EnhancedCode parse(CharSequence text, int from, int to) {
        if (to - from < 5 || text.charAt(from + 1) != '.') {
            return NONE;
        }
        int classDigit = text.charAt(from) - '0';
        int dot = from + 2;
        while (dot < to && text.charAt(dot) != '.') {
            dot++;
        }
        int subject = number(text, from + 2, dot);
        int detail = number(text, dot + 1, to);
        boolean known = classDigit == 2 || classDigit == 4 || classDigit == 5;
        return known && subject >= 0 && detail >= 0 ? new EnhancedCode(classDigit, subject, detail) : NONE;
    }

    static EnhancedCode parse(String text) {
        return text == null ? NONE : parse(text, 0, text.length());
    }

    private static int number(CharSequence text, int from, int to) {
        if (to <= from || to - from > MOST_DIGITS) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
