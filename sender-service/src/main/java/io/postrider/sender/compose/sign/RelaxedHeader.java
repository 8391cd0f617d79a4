package io.postrider.sender.compose.sign;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The header of a mail in relaxed form (RFC 6376, 3.4.2). Strings hold octets, as ISO 8859-1. */
final class RelaxedHeader {
    private final Map<String, List<String>> fields = new HashMap<>();
    private final int bodyStart;

    /** @throws IllegalArgumentException if the octets do not begin with a header and an empty line */
    RelaxedHeader(byte[] mail) {
        int end = end(mail);
        String header = new String(mail, 0, end, StandardCharsets.ISO_8859_1);
        bodyStart = end + 2;
        int start = 0;
        while (start < header.length()) {
            int next = endOfField(header, start);
            String field = relaxed(header.substring(start, next));
            fields.computeIfAbsent(field.substring(0, field.indexOf(':')), name -> new ArrayList<>(1))
                    .add(field);
            start = next;
        }
    }

    /** The offset after the header's last line. */
    private static int end(byte[] mail) {
        for (int i = 0; i + 3 < mail.length; i++) {
            if (mail[i] == '\r' && mail[i + 1] == '\n' && mail[i + 2] == '\r' && mail[i + 3] == '\n') {
                return i + 2;
            }
        }
        throw new IllegalArgumentException("the mail's header has no end");
    }

    private static int endOfField(String header, int start) {
        int end = start;
        do {
            end = header.indexOf("\r\n", end) + 2;
        } while (end < header.length() && (header.charAt(end) == ' ' || header.charAt(end) == '\t'));
        return end;
    }

    /** One field, without its final line break. */
    static String relaxed(String field) {
        int colon = field.indexOf(':');
        StringBuilder relaxed = new StringBuilder(field.length())
                .append(field.substring(0, colon).strip().toLowerCase(Locale.ROOT))
                .append(':');
        int empty = relaxed.length();
        boolean space = false;
        for (int i = colon + 1; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                space = relaxed.length() > empty;
            } else {
                if (space) {
                    relaxed.append(' ');
                    space = false;
                }
                relaxed.append(c);
            }
        }
        return relaxed.toString();
    }

    /**
     * The fields with a name, from top to bottom.
     *
     * @param name in lower case
     */
    List<String> fields(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** The offset of the body in the mail. */
    int bodyStart() {
        return bodyStart;
    }
}
