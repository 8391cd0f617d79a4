package io.postrider.text;

import java.util.List;

/**
 * Removes e-mail addresses from a text, since logs must not contain any: {@code <ann@mail.example>}, {@code
 * ann%40mail.example}, {@code "ann b"@mail.example} and non-ASCII ones. In doubt, removes too much rather than too
 * little. Runs in linear time.
 */
final class AddressMask {
    private static final String MASK = "<address>";

    /** The forms of an at sign, in lower case. Where one form begins with another, the longer one comes after it. */
    private static final List<String> AT_SIGNS =
            List.of("@", "\uff20", "\ufe6b", "%2540", "%40", "&#64;", "&#x40;", "&commat;", "\\u0040", "(at)", "[at]");

    /** Delimiters next to an address that are not part of it. */
    private static final String BOUNDARY = "<>()[]{},;:\"'`";

    /** Those of them that are allowed in a local part (RFC 5322, 3.2.3). */
    private static final String IN_LOCAL_PART = "{}'`";

    private AddressMask() {}

    static String mask(String text) {
        StringBuilder masked = null;
        int done = 0;
        for (int i = 0; i < text.length(); ) {
            int sign = atSign(text, i);
            if (sign == 0) {
                i++;
                continue;
            }
            int start = start(text, i, done);
            int end = end(text, i + sign);
            masked = masked == null ? new StringBuilder(text.length()) : masked;
            masked.append(text, done, start).append(MASK);
            // <ann@mail.example> becomes <address>, not <<address>>.
            boolean bracketed = start > done && text.charAt(start - 1) == '<';
            if (bracketed) {
                masked.deleteCharAt(masked.length() - 1 - MASK.length());
            }
            done = bracketed && end < text.length() && text.charAt(end) == '>' ? end + 1 : end;
            i = Math.max(done, i + sign);
            done = i;
        }
        return masked == null ? text : masked.append(text, done, text.length()).toString();
    }

    /** The length of the at sign that begins here, or 0. */
    private static int atSign(String text, int at) {
        char c = text.charAt(at);
        if (c != '@' && c != '\uff20' && c != '\ufe6b' && "%&\\([".indexOf(c) < 0) {
            return 0;
        }
        for (String sign : AT_SIGNS) {
            if (text.regionMatches(true, at, sign, 0, sign.length())) {
                return sign.length();
            }
        }
        return 0;
    }

    /** The start of the local part; not before {@code least}. Some servers put a space before the sign. */
    private static int start(String text, int sign, int least) {
        int at = sign;
        while (at > least && text.charAt(at - 1) == ' ') {
            at--;
        }
        if (at > least && text.charAt(at - 1) == '"') {
            int quote = openingQuote(text, at - 1, least);
            return quote < 0 ? word(text, at - 1, least) : quote;
        }
        return word(text, at, least);
    }

    /** The previous quotation mark without a backslash before it (RFC 5322, 3.2.4), or -1. */
    private static int openingQuote(String text, int closing, int least) {
        for (int i = closing - 1; i >= least; i--) {
            if (text.charAt(i) == '"' && (i == least || text.charAt(i - 1) != '\\')) {
                return i;
            }
        }
        return -1;
    }

    private static int word(String text, int end, int least) {
        int at = end;
        while (at > least) {
            char c = text.charAt(at - 1);
            boolean escaped = at - 1 > least && text.charAt(at - 2) == '\\';
            if (!escaped && (Character.isWhitespace(c) || BOUNDARY.indexOf(c) >= 0 && IN_LOCAL_PART.indexOf(c) < 0)) {
                break;
            }
            at--;
        }
        return at;
    }

    /** The end of the domain, which may be an address literal. */
    private static int end(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '[') {
            int close = text.indexOf(']', at);
            return close < 0 ? text.length() : close + 1;
        }
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && BOUNDARY.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }
}
