package io.postrider.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;

/**
 * A range of IP addresses in CIDR notation (RFC 4632, 3.1; RFC 4291, 2.3). IPv4 and IPv6 are separate: {@code ::/0}
 * contains no IPv4 address. An IPv4-mapped IPv6 address counts as its IPv4 address, both in the range and in the
 * addresses compared with it.
 *
 * @param base its first address
 * @param prefix the number of leading bits common to all its addresses
 */
public record AddressRange(InetAddress base, int prefix) {
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int MAPPED_BITS = IPV6_BITS - IPV4_BITS;

    public AddressRange {
        Objects.requireNonNull(base, "base");
        if (prefix < 0 || prefix > bits(base)) {
            throw new IllegalArgumentException("a prefix of %d bits; use 0 to %d".formatted(prefix, bits(base)));
        }
        byte[] masked = masked(base.getAddress(), prefix);
        if (!Arrays.equals(masked, base.getAddress())) {
            throw new IllegalArgumentException("bits set beyond its prefix; write %s/%d"
                    .formatted(address(masked).getHostAddress(), prefix));
        }
    }

    /**
     * @throws IllegalArgumentException if the text is neither an address nor a range; the message states the correct
     * form
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress base = AddressLiteral.parse(literal).orElseThrow(() -> fault(text, "no address in it"));
        int most = bits(base);
        // A mapped address has become an IPv4 address; its prefix was counted in the bits of IPv6.
        int mapped = most == IPV4_BITS && literal.indexOf(':') >= 0 ? MAPPED_BITS : 0;
        try {
            return new AddressRange(base, slash < 0 ? most : Integer.parseInt(text.substring(slash + 1)) - mapped);
        } catch (NumberFormatException e) {
            throw fault(text, "a prefix that is not a number");
        } catch (IllegalArgumentException e) {
            throw fault(text, e.getMessage());
        }
    }

    private static IllegalArgumentException fault(String text, String what) {
        return new IllegalArgumentException(
                "\"%s\" has %s. Ranges look like 10.0.0.0/8 or 2001:db8::/32.".formatted(text, what));
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == base.getAddress().length && Arrays.equals(masked(bytes, prefix), base.getAddress());
    }

    private static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    private static byte[] masked(byte[] bytes, int prefix) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.max(0, Math.min(Byte.SIZE, prefix - i * Byte.SIZE));
            masked[i] &= (byte) (0xff << Byte.SIZE - kept);
        }
        return masked;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP address has 4 or 16 bytes", e);
        }
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
