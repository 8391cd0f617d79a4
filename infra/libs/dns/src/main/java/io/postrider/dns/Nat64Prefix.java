package io.postrider.dns;

import io.postrider.net.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/**
 * A prefix under which IPv6 addresses carry an IPv4 address, to which a translator (NAT64) forwards what is sent to them.
 *
 * @param range its addresses
 */
record Nat64Prefix(AddressRange range) {
    /** Those of RFC 6052, 2.2. */
    private static final Set<Integer> LENGTHS = Set.of(32, 40, 48, 56, 64, 96);

    /** Bits 64 to 71 are zero in each of its addresses; no octet of the IPv4 address is there (RFC 6052, 2.2). */
    private static final int RESERVED_OCTET = 8;

    private static final int IPV6_OCTETS = 16;

    Nat64Prefix {
        byte[] base = range.base().getAddress();
        if (base.length != IPV6_OCTETS || !LENGTHS.contains(range.prefix()) || base[RESERVED_OCTET] != 0) {
            throw new IllegalArgumentException(
                    "\"%s\" is no prefix of NAT64. Prefixes look like 2001:db8:64::/96, have 32, 40, 48, 56, 64 or 96 bits, and bits 64 to 71 are zero."
                            .formatted(range));
        }
    }

    /** @throws IllegalArgumentException names the setting and what to write instead */
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

    /** The IPv4 address that an address of this prefix carries. What follows it is ignored (RFC 6052, 2.2). */
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
