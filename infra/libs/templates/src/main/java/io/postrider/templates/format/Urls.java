package io.postrider.templates.format;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Texts as parts of URLs. */
public final class Urls {
    /** Characters of the result for each of the text: it may be three octets of UTF-8. */
    public static final int CHARACTERS = 9;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Urls() {}

    /** The text with all but unreserved characters as octets of UTF-8 in hexadecimal (RFC 3986, 2.1 and 2.3). */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (unreserved(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    private static boolean unreserved(byte octet) {
        return octet > 0 && (Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0);
    }
}
