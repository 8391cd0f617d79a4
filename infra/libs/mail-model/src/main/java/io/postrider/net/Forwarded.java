package io.postrider.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Determines the client of a request that came through proxies. Each proxy appends the address from which it received
 * the request to {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For}. So the list is read from its end, and only
 * entries made by trusted proxies are used.
 */
public final class Forwarded {
    private static final String FOR = "for=";

    private Forwarded() {}

    /**
     * @param peer the connected peer
     * @param forwarded the values of all {@code Forwarded} fields, in order
     * @param forwardedFor the values of all {@code X-Forwarded-For} fields, in order
     * @param trusted the trusted proxies
     * @return the first address from the end that is not a trusted proxy, or {@code peer} if it is not trusted. If all
     *     are trusted, the first address of the list. Empty if a trusted proxy states no client, "unknown", or two
     *     different clients
     */
    public static Optional<InetAddress> client(
            InetAddress peer, List<String> forwarded, List<String> forwardedFor, AddressRanges trusted) {
        if (!trusted.contains(peer)) {
            return Optional.of(peer);
        }
        List<String> nodes = forwarded.isEmpty() ? List.of() : nodes(String.join(",", forwarded));
        List<String> addresses = forwardedFor.isEmpty() ? List.of() : split(String.join(",", forwardedFor), ',');
        if (nodes.isEmpty() || addresses.isEmpty()) {
            return last(nodes.isEmpty() ? addresses : nodes, trusted);
        }
        // A proxy that appends to one of the fields forwards the other one as the client sent it.
        Optional<InetAddress> client = last(nodes, trusted);
        return client.equals(last(addresses, trusted)) ? client : Optional.empty();
    }

    private static Optional<InetAddress> last(List<String> hops, AddressRanges trusted) {
        Optional<InetAddress> client = Optional.empty();
        for (int i = hops.size() - 1; i >= 0; i--) {
            client = address(hops.get(i));
            if (client.isEmpty() || !trusted.contains(client.get())) {
                return client;
            }
        }
        return client;
    }

    /** The values of {@code for} in all elements; empty if an element has none. */
    private static List<String> nodes(String elements) {
        List<String> nodes = new ArrayList<>();
        for (String element : split(elements, ',')) {
            String node = "";
            for (String pair : split(element, ';')) {
                if (pair.regionMatches(true, 0, FOR, 0, FOR.length())) {
                    node = unquoted(pair.substring(FOR.length()));
                }
            }
            nodes.add(node);
        }
        return nodes;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Splits at each separator outside quoted strings (RFC 9110, 5.6.4). */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    /**
     * A node (RFC 7239, 6) that is an address, with or without a port. Brackets around IPv6 are optional without a
     * port.
     */
    private static Optional<InetAddress> address(String node) {
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            return end > 0 && port(node.substring(end + 1))
                    ? AddressLiteral.parse(node.substring(1, end))
                    : Optional.empty();
        }
        int colon = node.indexOf(':');
        if (colon >= 0 && colon == node.lastIndexOf(':')) {
            return port(node.substring(colon)) ? AddressLiteral.parse(node.substring(0, colon)) : Optional.empty();
        }
        return AddressLiteral.parse(node);
    }

    private static boolean port(String text) {
        return text.isEmpty() || text.matches(":(?:[0-9]{1,5}|_[A-Za-z0-9._-]+)");
    }
}
