package io.postrider.dns;

import io.postrider.net.AddressRange;
import io.postrider.net.AddressRanges;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses to which mail may be delivered. The owner of a domain chooses the addresses of its mail servers, which
 * must not point into our own network: only public addresses are allowed, and those that the operator lists.
 *
 * @param excepted allowed although they are not public
 * @param translators prefixes of the network's own NAT64: the IPv4 address in such an address is checked
 */
record AddressPolicy(AddressRanges excepted, List<Nat64Prefix> translators) {
    /** RFC 6052, 2.1. */
    private static final Nat64Prefix WELL_KNOWN = Nat64Prefix.of("64:ff9b::/96");

    /** RFC 8215. Only the operator of a network knows which part of it is used, and in which form. */
    private static final List<Nat64Prefix> LOCAL_USE = Stream.of("/48", "/56", "/64", "/96")
            .map(length -> Nat64Prefix.of("64:ff9b:1::" + length))
            .toList();

    private static final AddressRange LOCAL_USE_RANGE = LOCAL_USE.get(0).range();

    private static final AddressRange THIS_NETWORK = AddressRange.parse("0.0.0.0/8");

    /** IANA's special-purpose IPv4 addresses (RFC 6890), except those that are routed normally. */
    private static final AddressRanges SPECIAL_IPV4 = ranges(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // behind a carrier's translator
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and a cloud's metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // IETF protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relays, deprecated
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and limited broadcast

    /** All other IPv6 addresses are reserved, local or multicast, or carry an IPv4 address (RFC 4291, 2.4). */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

    /** The special-purpose addresses among them. */
    private static final AddressRanges SPECIAL_IPV6 = ranges(
            "2001::/23", // IETF protocol assignments: Teredo, ORCHID, benchmarks
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4, deprecated: carries an IPv4 address
            "3fff::/20"); // documentation

    AddressPolicy {
        translators = List.copyOf(translators);
    }

    private static AddressRanges ranges(String... texts) {
        return AddressRanges.parse("special-purpose addresses", List.of(texts));
    }

    /** @param own the addresses of this machine */
    boolean allows(InetAddress address, Set<InetAddress> own) {
        InetAddress plain = plain(address);
        if (excepted.contains(plain)) {
            return true;
        }
        return !own.contains(plain)
                && (plain instanceof Inet4Address ? !SPECIAL_IPV4.contains(plain) : six(plain, own));
    }

    private boolean six(InetAddress address, Set<InetAddress> own) {
        for (Nat64Prefix translator : translators) {
            if (translator.contains(address)) {
                return allows(translator.embedded(address), own);
            }
        }
        if (WELL_KNOWN.contains(address)) {
            return allows(WELL_KNOWN.embedded(address), own);
        } else if (LOCAL_USE_RANGE.contains(address)) {
            return inEachForm(address, own);
        }
        return GLOBAL_IPV6.contains(address) && !SPECIAL_IPV6.contains(address);
    }

    /**
     * Whichever way a translator interprets it, the result must be an allowed address. An interpretation as 0.x.x.x is
     * ignored.
     */
    private boolean inEachForm(InetAddress address, Set<InetAddress> own) {
        List<InetAddress> readings = LOCAL_USE.stream()
                .map(form -> form.embedded(address))
                .filter(reading -> !THIS_NETWORK.contains(reading))
                .toList();
        return !readings.isEmpty() && readings.stream().allMatch(reading -> allows(reading, own));
    }

    /** Without a zone; an IPv4-mapped address becomes its IPv4 address, as in the operating system's connect. */
    private static InetAddress plain(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP address has 4 or 16 octets", e);
        }
    }
}
