package io.postrider.ingest.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What the limits count as one client: an IPv4 address, or the /64 of an IPv6 address, since the owner of one of its
 * addresses has all of them. For a NAT64 address (RFC 6052, 2.1), the embedded IPv4 address counts.
 */
public record ClientAddress(String name) {
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;
    private static final int NAT64_BYTES = 12;
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    public static ClientAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length < IPV6_BYTES) {
            return new ClientAddress(address.getHostAddress());
        }
        if (Arrays.equals(bytes, 0, NAT64_BYTES, NAT64, 0, NAT64_BYTES)) {
            return new ClientAddress(ipv4(Arrays.copyOfRange(bytes, NAT64_BYTES, IPV6_BYTES)));
        }
        return new ClientAddress(HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) + "::/64");
    }

    private static String ipv4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IPv4 address has 4 bytes", e);
        }
    }
}
