package io.postrider.contract;

import java.net.IDN;

/**
 * The form of an address in which two addresses are compared: in the list of suppressions, among the recipients of a message, and
 * for our own addresses. Local parts may differ by case in theory (RFC 5321, 2.4), but a recipient who refuses mail does not mean
 * one spelling of the address, so the letters of ASCII are folded. No other letters are: {@code \u212aim@mail.example}, which begins
 * with the sign for kelvin, is a different mailbox from {@code kim@mail.example}, and Unicode's lower case would make them one.
 */
public final class AddressKey {
    private AddressKey() {}

    /** The key of an address, or of {@code @} and a domain. A domain beyond ASCII is taken as its A-labels (RFC 5890). */
    public static String of(String address) {
        int at = address.lastIndexOf('@');
        return lowerCase(address.substring(0, at + 1)) + domain(address.substring(at + 1));
    }

    /** The SQL expression that makes the key of a column whose domains are A-labels, whatever the database's locale. */
    public static String sql(String column) {
        return "lower(%s collate \"C\")".formatted(column);
    }

    private static String domain(String domain) {
        if (domain.chars().allMatch(c -> c < 0x80)) {
            return lowerCase(domain);
        }
        try {
            return lowerCase(IDN.toASCII(domain));
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }

    /** The text with A to Z in lower case and every other character as it is. */
    public static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (upperCase(text.charAt(i))) {
                return folded(text, i);
            }
        }
        return text;
    }

    private static String folded(String text, int from) {
        char[] chars = text.toCharArray();
        for (int i = from; i < chars.length; i++) {
            if (upperCase(chars[i])) {
                chars[i] = (char) (chars[i] | 0x20);
            }
        }
        return new String(chars);
    }

    private static boolean upperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
