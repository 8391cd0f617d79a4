package io.postrider.dns;

import io.postrider.net.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/**
 * A prefix under which IPv6 addresses carry an IPv4 address, to which a NAT64 translator forwards packets.
 *
 * @param range its addresses
 */
record Nat64Prefix(AddressRange range) {
    /** Those of RFC 6052, 2.2. */
    private static final Set<Integer> LENGTHS = Set.of(32, 40, 48, 56, 64, 96);

    /** Bits 64 to 71 of its addresses are zero and never part of the IPv4 address (RFC 6052, 2.2). */
    private static final int RESERVED_OCTET = 8;

    private static final int IPV6_OCTETS = 16;

    Nat64Prefix {
        byte[] base = range.base().getAddress();
        if (base.length != IPV6_OCTETS || !LENGTHS.contains(range.prefix()) || base[RESERVED_OCTET] != 0) {
            throw new IllegalArgumentException(
                    "\"%s\" is not a NAT64 prefix. Prefixes look like 2001:db8:64::/96, have 32, 40, 48, 56, 64 or 96 bits, and bits 64 to 71 are zero."
                            .formatted(range));
        }
    }

    /** @throws IllegalArgumentException whose message names the setting and the correct form */
    static List<Nat64Prefix> parse(String setting, List<String> texts) {
        try {
            return texts.stream()
                    .map(text -> new Nat64Prefix(AddressRange.parse(text.strip())))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(setting, e.getMessage()), e);
        }
    }

    static Nat64Prefix of(String text) {
        return new Nat64Prefix(AddressRange.parse(text));
    }

    boolean contains(InetAddress address) {
        return range.contains(address);
    }

    /** The IPv4 address embedded in an address of this prefix. The bits after it are ignored (RFC 6052, 2.2). */
    InetAddress embedded(InetAddress address) {
        byte[] six = address.getAddress();
        byte[] four = new byte[4];
        int from = range.prefix() / Byte.SIZE;
        for (int i = 0; i < four.length; i++) {
            from += from == RESERVED_OCTET ? 1 : 0;
            four[i] = six[from++];
        }
        try {
            return InetAddress.getByAddress(four);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IPv4 address has 4 octets", e);
        }
    }
}
