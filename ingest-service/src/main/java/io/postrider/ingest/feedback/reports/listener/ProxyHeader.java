package io.postrider.ingest.feedback.reports.listener;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the header of the PROXY protocol, version 2, in which a load balancer states its client
 * (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt, 2.2). Implemented here because Netty's decoder does not
 * support the listener's blocking sockets, and SubEthaSMTP's decoder misreads a header that arrives in two packets or
 * is longer than 127 bytes.
 */
final class ProxyHeader {
    /** Maximum bytes after the first 16: addresses, and additional fields, which are skipped. */
    static final int MOST_BYTES = 2_048;

    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final int VERSION_COMMAND = 12;
    private static final int FAMILY = 13;
    private static final int LENGTH = 14;
    private static final int FIXED_BYTES = 16;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int PORTS_BYTES = 4;

    /** UNSPEC, or valid but not TCP: then the connection counts as the proxy's own. */
    private static final int[] WITHOUT_ADDRESS = {0x00, 0x12, 0x22, 0x31, 0x32};

    /** There is no valid header. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1;

        MalformedException(String reason) {
            super(reason);
        }
    }

    private ProxyHeader() {}

    /**
     * Reads exactly the header.
     *
     * @return the client's address; empty if the proxy connects for itself or does not state the client
     * @throws MalformedException if anything else comes first
     */
    static Optional<InetAddress> read(InputStream in) throws IOException {
        byte[] fixed = exactly(in, FIXED_BYTES);
        if (!Arrays.equals(fixed, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new MalformedException("it has no signature");
        }
        int command = fixed[VERSION_COMMAND] & 0xff;
        if (command != LOCAL && command != PROXY) {
            throw new MalformedException("version and command %02x".formatted(command));
        }
        int length = (fixed[LENGTH] & 0xff) << Byte.SIZE | fixed[LENGTH + 1] & 0xff;
        if (length > MOST_BYTES) {
            throw new MalformedException("%d bytes of addresses and more".formatted(length));
        }
        byte[] block = exactly(in, length);
        return command == LOCAL ? Optional.empty() : source(fixed[FAMILY] & 0xff, block);
    }

    private static Optional<InetAddress> source(int family, byte[] block) throws IOException {
        if (family == TCP4) {
            return Optional.of(address(block, IPV4_BYTES));
        }
        if (family == TCP6) {
            return Optional.of(address(block, IPV6_BYTES));
        }
        if (Arrays.stream(WITHOUT_ADDRESS).noneMatch(known -> known == family)) {
            throw new MalformedException("family %02x".formatted(family));
        }
        return Optional.empty();
    }

    private static InetAddress address(byte[] block, int size) throws IOException {
        if (block.length < 2 * size + PORTS_BYTES) {
            throw new MalformedException("%d bytes are too few for its addresses".formatted(block.length));
        }
        try {
            return InetAddress.getByAddress(Arrays.copyOf(block, size));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP address has 4 or 16 bytes", e);
        }
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count; ) {
            int now = in.read(bytes, read, count - read);
            if (now < 0) {
                throw new MalformedException("it ends after %d of %d bytes".formatted(read, count));
            }
            read += now;
        }
        return bytes;
    }
}
