package io.postrider.sender.compose.mime;

import io.postrider.header.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.codec.EncoderUtil;

/**
 * Writes a parameter of a MIME field, such as a file's name: quoted (RFC 2045, 5.1), or encoded as in RFC 2231 if it is
 * non-ASCII.
 */
final class MimeParameter {
    private static final int VALUE_LENGTH = 60;
    private static final String ATTRIBUTE_CHARS = "!#$&+-.^_`{|}~";
    private static final String CHARSET = "utf-8''";

    private MimeParameter() {}

    /** Writes {@code ;}, a fold and the parameter, over several lines if it is long. */
    static void write(StringBuilder out, String name, String value) {
        if (FieldValue.ascii(value) && value.length() <= VALUE_LENGTH && !misread(value)) {
            out.append(";\r\n ").append(EncoderUtil.encodeHeaderParameter(name, value));
            return;
        }
        List<String> sections = sections(value);
        for (int i = 0; i < sections.size(); i++) {
            out.append(";\r\n ").append(name).append('*');
            if (sections.size() > 1) {
                out.append(i).append('*');
            }
            out.append('=').append(sections.get(i));
        }
    }

    /**
     * Mail clients decode anything that looks like an encoded word, and take a value with an apostrophe or an asterisk
     * for an extended one.
     */
    private static boolean misread(String value) {
        return value.contains("=?") || value.indexOf('\'') >= 0 || value.indexOf('*') >= 0;
    }

    /** Splits between characters, never inside the octets of one. */
    private static List<String> sections(String value) {
        List<String> sections = new ArrayList<>();
        StringBuilder section = new StringBuilder(CHARSET);
        value.codePoints().forEach(codePoint -> {
            String encoded = encode(codePoint);
            if (section.length() + encoded.length() > VALUE_LENGTH) {
                sections.add(section.toString());
                section.setLength(0);
            }
            section.append(encoded);
        });
        sections.add(section.toString());
        return sections;
    }

    private static String encode(int codePoint) {
        boolean alphanumeric = codePoint < 128 && (Character.isDigit(codePoint) || Character.isAlphabetic(codePoint));
        if (alphanumeric || ATTRIBUTE_CHARS.indexOf(codePoint) >= 0) {
            return Character.toString(codePoint);
        }
        StringBuilder encoded = new StringBuilder(12);
        for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            encoded.append("%%%02X".formatted(octet & 0xff));
        }
        return encoded.toString();
    }
}
