package io.postrider.ingest.feedback.reports.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers as https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt, 2.2, has them. */
class ProxyHeaderTest {
    static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

    /** 192.0.2.1:40000 to 198.51.100.7:25. */
    static final String TCP4 = SIGNATURE + "2111000c" + "c0000201" + "c6336407" + "9c40" + "0019";

    /** 2001:db8:1:2::3 to 2001:db8:9::9. */
    private static final String TCP6 = SIGNATURE + "21210024" + "20010db8000100020000000000000003"
            + "20010db8000900000000000000000009" + "9c40" + "0019";

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Optional<InetAddress> read(byte[] header) throws IOException {
        InputStream in = new ByteArrayInputStream(header);
        return ProxyHeader.read(in);
    }

    @Test
    void theClientIsTheSourceOfTcp() throws IOException {
        assertEquals("192.0.2.1", read(bytes(TCP4)).orElseThrow().getHostAddress());
        assertEquals("2001:db8:1:2:0:0:0:3", read(bytes(TCP6)).orElseThrow().getHostAddress());
    }

    @Test
    void aMappedAddressIsThatOfIpv4() throws IOException {
        String mapped = TCP6.replace("20010db8000100020000000000000003", "00000000000000000000ffffc0000201");
        assertEquals("192.0.2.1", read(bytes(mapped)).orElseThrow().getHostAddress());
    }

    @Test
    void whatFollowsTheAddressesIsSkippedAndNothingElse() throws IOException {
        String more = SIGNATURE + "211107d0" + TCP4.substring(32) + "ea".repeat(2_000 - 12);
        InputStream in = new ByteArrayInputStream(bytes(more + "45484c4f"));
        assertEquals("192.0.2.1", ProxyHeader.read(in).orElseThrow().getHostAddress());
        assertEquals("EHLO", new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }

    @Test
    void aLengthBeyond127IsNotNegative() throws IOException {
        String more = SIGNATURE + "21110080" + TCP4.substring(32) + "00".repeat(128 - 12);
        assertEquals("192.0.2.1", read(bytes(more)).orElseThrow().getHostAddress());
    }

    @Test
    void itMayComeByteByByte() throws IOException {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(bytes(TCP6))) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return super.read(bytes, from, Math.min(1, length));
            }
        };
        assertEquals(
                "2001:db8:1:2:0:0:0:3", ProxyHeader.read(slow).orElseThrow().getHostAddress());
    }

    @ParameterizedTest
    @CsvSource({
        "the proxy itself, 20000000",
        "the proxy itself with addresses, 2011000cc0000201c63364079c400019",
        "unspecified, 21000000",
        "unspecified with more, 21000003010203",
        "UDP over IPv4, 2112000cc0000201c63364079c400019",
        "UDP over IPv6, 21220000",
        "a UNIX socket, 21310000",
        "a UNIX socket of datagrams, 21320000"
    })
    void withoutAnAddressOfTcpItCountsAsTheProxys(String what, String rest) throws IOException {
        assertEquals(Optional.empty(), read(bytes(SIGNATURE + rest)), what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0d0a",
                "0d0a0d0a000d0a515549540b2111000cc0000201c63364079c400019",
                SIGNATURE,
                SIGNATURE + "21",
                SIGNATURE + "1111000cc0000201c63364079c400019",
                SIGNATURE + "3111000cc0000201c63364079c400019",
                SIGNATURE + "2211000cc0000201c63364079c400019",
                SIGNATURE + "2f11000cc0000201c63364079c400019",
                SIGNATURE + "2113000cc0000201c63364079c400019",
                SIGNATURE + "2141000cc0000201c63364079c400019",
                SIGNATURE + "21ff000cc0000201c63364079c400019",
                SIGNATURE + "2111000bc0000201c63364079c4000",
                SIGNATURE + "21110000",
                SIGNATURE + "2121000cc0000201c63364079c400019",
                SIGNATURE + "2111000cc0000201",
                SIGNATURE + "21110801c0000201c63364079c400019",
                SIGNATURE + "2111ffffc0000201c63364079c400019",
                SIGNATURE + "2000ffff"
            })
    void whatBreaksTheRulesIsRefused(String hex) {
        assertThrows(ProxyHeader.MalformedException.class, () -> read(bytes(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 192.0.2.1 198.51.100.7 40000 25\r\n",
                "EHLO mx.mail.example\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
            })
    void otherProtocolsAreRefused(String text) {
        assertThrows(ProxyHeader.MalformedException.class, () -> read(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void anyBytesAreReadOrRefused() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] header = bytes(TCP4);
            for (int change = 0; change <= i % 4; change++) {
                header[random.nextInt(header.length)] = (byte) random.nextInt();
            }
            try {
                read(header);
            } catch (IOException refused) {
                assertEquals(ProxyHeader.MalformedException.class, refused.getClass());
            }
        }
    }
}
