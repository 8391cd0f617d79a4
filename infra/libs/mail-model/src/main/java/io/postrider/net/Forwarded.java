package io.postrider.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the client of a request that came through proxies. Each proxy appends the address from which it received the request to
 * {@code Forwarded} (RFC 7239) or {@code X-Forwarded-For}. So the list is read from its end, and only entries of trusted proxies
 * are believed.
 */
public final class Forwarded {
    private static final String FOR = "for=";

    private Forwarded() {}

    /**
     * @param peer who is connected
     * @param forwarded the values of all {@code Forwarded} fields, in their order
     * @param forwardedFor the values of all {@code X-Forwarded-For} fields, in their order
     * @param trusted the trusted proxies
     * @return the first address from the end that is no trusted proxy; {@code peer} if that is none. If all are trusted, the first
     * of
     *     them. Empty if a trusted proxy says nothing, says that it does not know, or says two things.
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
        // A proxy that adds to one of them hands the other one on, as a client has written it.
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

    /** The values of {@code for} in all elements; an empty one where there is none. */
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

    /** At each separator that is not in a quoted string (RFC 9110, 5.6.4). */
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

    /** A node (RFC 7239, 6) that is an address, with a port or without. IPv6 may stand without brackets if it has no port. */
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
