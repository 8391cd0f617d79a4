package io.postrider.replies;

import java.util.ArrayList;
import java.util.List;

/**
 * A reply's text as lower-case words without their endings ({@link WordStem}), so that line breaks, punctuation and
 * spelling (over-quota, OVER QUOTA) do not matter. E-mail addresses and everything except the host of a URL are left
 * out, since a recipient called spam@ or a link to {@code /blocked-mail} must not influence the result; so are enhanced
 * codes, which large providers repeat on every line.
 */
final class ReplyTokens {
    /** Maximum characters read; longer than the text of any stored reply. */
    private static final int MOST_CHARS = 1_000;

    /** Stands for any IP address: "203.0.113.7 is blocked" is read as "IP is blocked". */
    private static final String IP = "ip";

    private final List<String> words = new ArrayList<>(64);
    private EnhancedCode enhancedCode = EnhancedCode.NONE;
    private EnhancedCode quotedCode = EnhancedCode.NONE;
    private boolean afterCode;

    static ReplyTokens of(String text) {
        ReplyTokens words = new ReplyTokens();
        int end = Math.min(text.length(), MOST_CHARS);
        int start = 0;
        for (int i = 0; i <= end; i++) {
            if (i == end || separates(text.charAt(i))) {
                words.token(text, start, i);
                start = i + 1;
            }
        }
        return words;
    }

    List<String> words() {
        return words;
    }

    /** The first specific enhanced code in the text, as written by qmail and some filters: {@code (#5.1.1)}. */
    EnhancedCode enhancedCode() {
        return enhancedCode;
    }

    /** The enhanced code of the innermost reply that the text quotes: {@code host said: 550 5.1.1}. */
    EnhancedCode quotedCode() {
        return quotedCode;
    }

    private static boolean separates(char c) {
        return c <= ' ' || c == '<' || c == '>' || c == '(' || c == ')' || c == '[' || c == ']' || c == '"';
    }

    private void token(String text, int start, int end) {
        if (start >= end) {
            return;
        }
        boolean code = isEnhancedCode(text, start, end);
        afterCode = endsInCode(text, start, end);
        if (code || isQuotedHost(text, start, end)) {
            return;
        }
        int scheme = scheme(text, start, end);
        if (scheme >= 0) {
            int from = scheme + 3;
            split(text, from, hostEnd(text, from, end));
        } else if (contains(text, start, end, '@')) {
            besideAddress(text, start, end);
        } else if (isIpAddress(text, start, end)) {
            words.add(IP);
        } else {
            split(text, start, end);
        }
    }

    /** {@code <relay.example.net[203.0.113.7]>: Client host rejected}: a host name must not influence the result. */
    private static boolean isQuotedHost(String text, int start, int end) {
        boolean quoted = start > 0 && text.charAt(start - 1) == '<';
        return quoted
                && contains(text, start, end, '.')
                && !contains(text, start, end, ':')
                && !isIpAddress(text, start, end);
    }

    /** The index of {@code ://} in the word, or -1. Reads no further than the word, since the text may be long. */
    private static int scheme(String text, int start, int end) {
        for (int i = start; i + 3 <= end; i++) {
            if (text.charAt(i) == ':' && text.startsWith("://", i)) {
                return i;
            }
        }
        return -1;
    }

    private static int hostEnd(String text, int from, int end) {
        int at = from;
        while (at < end && text.charAt(at) != '/' && text.charAt(at) != '?') {
            at++;
        }
        return at;
    }

    /** {@code user@example.com:blocked} and {@code blocked...user@example.com} say "blocked". */
    private void besideAddress(String text, int start, int end) {
        int from = start;
        for (int i = start; i <= end; i++) {
            if (i == end || ":;,=".indexOf(text.charAt(i)) >= 0 || text.startsWith("...", i)) {
                if (!contains(text, from, i, '@')) {
                    split(text, from, i);
                }
                from = i + 1;
            }
        }
    }

    /** Four numbers with dots between, or groups of hexadecimal digits with colons; a stop or comma may follow. */
    private static boolean isIpAddress(String text, int start, int end) {
        int dots = 0;
        int colons = 0;
        int hexadecimal = 0;
        int digits = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c == ':') {
                colons++;
            } else if ((c | 32) >= 'a' && (c | 32) <= 'f') {
                hexadecimal++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else if (c != ',' && c != ';') {
                return false;
            }
        }
        return dots >= 3 && digits >= 4 && hexadecimal == 0 || colons >= 2 && digits + hexadecimal > 0;
    }

    private boolean isEnhancedCode(String text, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && text.charAt(from) == '#') {
            from++;
        }
        boolean quoted = afterCode;
        if (to - from > 4 && text.charAt(from + 3) == '-') {
            quoted = isCode(text, from);
            from += 4;
        }
        while (to > from && !letterOrDigit(text.charAt(to - 1))) {
            to--;
        }
        EnhancedCode code = EnhancedCode.parse(text, from, to);
        if (code == EnhancedCode.NONE) {
            return false;
        }
        if (enhancedCode == EnhancedCode.NONE || enhancedCode.undefined()) {
            enhancedCode = code;
        }
        if (quoted && !code.undefined() && code.classDigit() != 2) {
            quotedCode = code;
        }
        return true;
    }

    /** {@code 550}, {@code user@example.com:550}. */
    private static boolean endsInCode(String text, int start, int end) {
        int from = end - 3;
        return from >= start && isCode(text, from) && (from == start || !letterOrDigit(text.charAt(from - 1)));
    }

    private static boolean isCode(String text, int from) {
        return "45".indexOf(text.charAt(from)) >= 0 && isDigit(text.charAt(from + 1)) && isDigit(text.charAt(from + 2));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void split(String text, int from, int to) {
        StringBuilder word = new StringBuilder();
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (letterOrDigit(c)) {
                word.append(lower(c));
            } else if (c != '\'' && c != '’') {
                add(word);
            }
        }
        add(word);
    }

    private void add(StringBuilder characters) {
        if (characters.isEmpty()) {
            return;
        }
        String word = characters.toString();
        characters.setLength(0);
        String verb = WordStem.beforeNot(word);
        if (verb == null) {
            words.add(WordStem.of(word));
        } else {
            words.add(verb);
            words.add("not");
        }
    }

    private static boolean contains(String text, int start, int end, char wanted) {
        int at = text.indexOf(wanted, start);
        return at >= 0 && at < end;
    }

    private static boolean letterOrDigit(char c) {
        return c < 128 ? c >= '0' && c <= '9' || (c | 32) >= 'a' && (c | 32) <= 'z' : Character.isLetterOrDigit(c);
    }

    private static char lower(char c) {
        return c < 128 ? (c >= 'A' && c <= 'Z' ? (char) (c | 32) : c) : Character.toLowerCase(c);
    }
}
