package io.postrider.header;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HexFormat;

/**
 * JSON in a header field, as relays expect it ({@code X-SMTPAPI}): ASCII (RFC 8259, 7), with spaces where a line may be
 * folded.
 */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** Whether it begins and ends like an object or array. */
    static boolean like(String value) {
        if (value.length() < 2) {
            return false;
        }
        char last = value.charAt(value.length() - 1);
        return switch (value.charAt(0)) {
            case '{' -> last == '}';
            case '[' -> last == ']';
            default -> false;
        };
    }

    /**
     * @param word maximum characters of a word on a line
     * @return the same JSON in ASCII; the value itself if it is ASCII that can be folded, or not JSON
     */
    static String of(String value, int word) {
        boolean folds = FieldValue.longestWord(value) <= word;
        return like(value) && !(folds && FieldValue.ascii(value)) && valid(value) ? escaped(value, !folds) : value;
    }

    private static boolean valid(String value) {
        try (JsonParser json = FACTORY.createParser(value)) {
            json.nextToken();
            json.skipChildren();
            return json.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static String escaped(String json, boolean spaced) {
        StringBuilder escaped = new StringBuilder(json.length() + 64);
        boolean string = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c > 126) {
                escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                escaped.append(c);
            }
            if (string && c == '\\') {
                escaped.append(json.charAt(++i));
            } else if (c == '"') {
                string = !string;
            } else if (c == ',' && spaced && !string) {
                escaped.append(' ');
            }
        }
        return escaped.toString();
    }
}
