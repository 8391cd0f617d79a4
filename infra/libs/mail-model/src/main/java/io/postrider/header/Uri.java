package io.postrider.header;

import io.postrider.text.DomainName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A URI from a web or mail address: domain names become A-labels, and all other characters not allowed in a URI are
 * percent-encoded as UTF-8 (RFC 3987, 3.1; RFC 6068, 2).
 *
 * @param text null if there is a fault
 * @param fault what to change, or null
 */
record Uri(String text, String fault) {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");
    private static final String MAILTO = "mailto:";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int HOST_LENGTH = 255;
    private static final String ALLOWED = "-._~:/?#[]@!$&'()*+,;=";

    static boolean hasScheme(String address) {
        return SCHEME.matcher(address).lookingAt();
    }

    /** @param address trimmed */
    static Uri of(String address) {
        if (!hasScheme(address)) {
            return new Uri(null, "has an address without a scheme such as https: or mailto:");
        }
        String named = FieldValue.ascii(address) ? address : withHost(address);
        return named == null
                ? new Uri(null, "has an address whose domain is not valid")
                : new Uri(percentEncoded(named), null);
    }

    /** With its domain name in ASCII; null if the domain is invalid. */
    private static String withHost(String address) {
        int start;
        int end;
        if (address.regionMatches(true, 0, MAILTO, 0, MAILTO.length())) {
            end = firstOf(address, "?#", MAILTO.length());
            start = address.lastIndexOf('@', end - 1) + 1;
        } else {
            int authority = address.indexOf("://") + 3;
            if (authority < 3) {
                return address;
            }
            end = firstOf(address, "/?#", authority);
            start = Math.max(authority, address.lastIndexOf('@', end - 1) + 1);
            int port = address.lastIndexOf(':', end - 1);
            end = port > start && address.charAt(end - 1) != ']' ? port : end;
        }
        if (start == 0 || FieldValue.ascii(address.substring(start, end))) {
            return address;
        }
        String host = end - start > HOST_LENGTH ? null : DomainName.ascii(address.substring(start, end));
        return host == null ? null : address.substring(0, start) + host + address.substring(end);
    }

    private static int firstOf(String text, String characters, int from) {
        int at = from;
        while (at < text.length() && characters.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static String percentEncoded(String address) {
        StringBuilder uri = null;
        for (int i = 0; i < address.length(); ) {
            int codePoint = address.codePointAt(i);
            if (allowed(address, i)) {
                if (uri != null) {
                    uri.append((char) codePoint);
                }
            } else {
                uri = uri == null ? new StringBuilder(address.length() + 32).append(address, 0, i) : uri;
                for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                    uri.append('%').append(HEX.toHexDigits(octet));
                }
            }
            i += Character.charCount(codePoint);
        }
        return uri == null ? address : uri.toString();
    }

    private static boolean allowed(String address, int at) {
        char c = address.charAt(at);
        if (c == '%') {
            return at + 2 < address.length()
                    && Character.digit(address.charAt(at + 1), 16) >= 0
                    && Character.digit(address.charAt(at + 2), 16) >= 0;
        }
        return c < 0x80 && (Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0);
    }
}
