package io.postrider.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses IP addresses. Unlike {@link InetAddress#getByName}, never looks up a name. */
public final class AddressLiteral {
    /** RFC 3986, 3.2.2: four decimal numbers without leading zeros, which some software reads as octal. */
    private static final Pattern IPV4;

    static {
        String octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
        IPV4 = Pattern.compile("(?:%1$s\\.){3}%1$s".formatted(octet));
    }

    /** If such a text contains a colon, {@link InetAddress#getByName} parses it as an address or refuses it. */
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** The longest form is an IPv6 address that ends with an IPv4 address. */
    private static final int LONGEST = 45;

    private AddressLiteral() {}

    /**
     * The address, or empty if the text is not an address. An IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2) becomes its
     * IPv4 address. Brackets, ports and zones (RFC 4007, 11) are not part of an address.
     */
    public static Optional<InetAddress> parse(String text) {
        if (text.length() > LONGEST
                || !IPV4.matcher(text).matches() && !IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
