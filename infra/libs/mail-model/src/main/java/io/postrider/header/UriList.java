package io.postrider.header;

import java.util.regex.Pattern;

/**
 * Addresses in angle brackets, separated by commas, possibly with comments (RFC 2369, 2). Each becomes a URI (RFC
 * 3986); valid URIs stay unchanged. Empty ones are omitted, since a variable may be empty for a recipient.
 */
final class UriList {
    /** The start of another address in a list without brackets; a comma alone may be part of an address. */
    private static final Pattern NEXT = Pattern.compile(",\\s*+(?=(?:https?|mailto|tel|ftp):)");

    private static final String NONE =
            "has no address in angle brackets (RFC 2369, 2); give one such as <https://shop.example/u/1>";

    private static final String COMMENT = "has a closing angle bracket or non-ASCII characters between its addresses,"
            + " where neither is allowed (RFC 2369, 2; RFC 2047, 5)";

    private final StringBuilder out;
    private boolean any;

    private UriList(int length) {
        this.out = new StringBuilder(length + 16);
    }

    /** @param value without control characters */
    static FieldValue of(String value) {
        UriList list = new UriList(value.length());
        String fault = value.indexOf('<') < 0 ? list.bare(value) : list.bracketed(value);
        return fault == null ? FieldValue.written(list.out.toString()) : FieldValue.refused(fault);
    }

    private String bare(String value) {
        if (value.isEmpty() || value.equals("NO") || value.startsWith("NO ") && FieldValue.ascii(value)) {
            // RFC 2369, 3.4: the list does not accept posts.
            out.append(value);
            return null;
        }
        if (!Uri.hasScheme(value)) {
            return NONE;
        }
        for (String address : NEXT.split(value)) {
            String fault = add(address, ",");
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private String bracketed(String value) {
        int at = 0;
        for (int open = value.indexOf('<'); open >= 0; open = value.indexOf('<', at)) {
            int close = value.indexOf('>', open);
            if (close < 0) {
                return "has an address without its closing angle bracket (RFC 2369, 2)";
            }
            String fault = add(value.substring(open + 1, close), value.substring(at, open));
            if (fault != null) {
                return fault;
            }
            at = close + 1;
        }
        String rest = value.substring(at).strip();
        if (!comment(rest)) {
            return COMMENT;
        }
        if (any && !rest.isEmpty() && !rest.equals(",")) {
            out.append(rest.startsWith(",") ? "" : " ").append(rest);
        }
        return null;
    }

    /** @param before text between the previous address and this one */
    private String add(String address, String before) {
        if (!comment(before)) {
            return COMMENT;
        }
        if (address.isBlank()) {
            return null;
        }
        String between = before.strip();
        if (any) {
            // The space allows folding.
            out.append(between.isEmpty() || between.equals(",") ? "," : (between.startsWith(",") ? "" : " ") + between)
                    .append(' ');
        } else if (!between.isEmpty() && !between.equals(",")) {
            out.append(between).append(' ');
        }
        any = true;
        Uri uri = Uri.of(address.strip());
        if (uri.text() != null) {
            out.append('<').append(uri.text()).append('>');
        }
        return uri.fault();
    }

    private static boolean comment(String text) {
        return text.indexOf('>') < 0 && FieldValue.ascii(text);
    }
}
