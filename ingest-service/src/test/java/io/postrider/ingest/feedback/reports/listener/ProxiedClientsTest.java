package io.postrider.ingest.feedback.reports.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.ReportClient;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients behind a load balancer that speaks the PROXY protocol, version 2. */
class ProxiedClientsTest {
    private static final String PROXY = "127.0.0.2";
    private static final String STRANGER = "127.0.0.3";

    private final List<ReportClient> open = new ArrayList<>();
    private final RunningListener listener = RunningListener.with(
            "postrider.trusted-proxies", PROXY,
            "postrider.report.proxy-protocol", "true",
            "postrider.report.client-connections", "2");

    @AfterEach
    void stop() {
        open.forEach(ReportClient::close);
        listener.close();
    }

    private ReportClient through(byte[] header) {
        ReportClient client = new ReportClient(listener.port(), PROXY);
        open.add(client);
        client.write(header);
        return client;
    }

    private static byte[] header(String address) {
        try {
            byte[] source = InetAddress.getByName(address).getAddress();
            int family = source.length == 4 ? 0x11 : 0x21;
            return ByteBuffer.allocate(16 + 2 * source.length + 4)
                    .put(ProxyHeaderTest.bytes(ProxyHeaderTest.SIGNATURE))
                    .put((byte) 0x21)
                    .put((byte) family)
                    .putShort((short) (2 * source.length + 4))
                    .put(source)
                    .put(source)
                    .putInt(0x9c400019)
                    .array();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void theLimitsAreThoseOfTheStatedClient() {
        for (String client : List.of("192.0.2.1", "192.0.2.2", "2001:db8:1:2::1", "2001:db8:1:3::1")) {
            through(header(client)).expect("220", open.get(open.size() - 1).reply());
            through(header(client)).expect("220", open.get(open.size() - 1).reply());
            assertTrue(through(header(client)).reply().startsWith("421 4.7.0"), client);
        }
        assertTrue(through(header("2001:db8:1:2:ffff::9")).reply().startsWith("421 4.7.0"), "another of the /64");
    }

    @Test
    void commandsMayComeInThePacketOfTheHeader() {
        ReportClient client = through(ProxyHeaderTest.bytes(ProxyHeaderTest.TCP4 + "45484c4f206d780d0a"));
        client.expect("220", client.reply());
        client.expect("250", client.reply());
    }

    @Test
    void theHeaderMayComeInPieces() {
        byte[] header = header("192.0.2.1");
        ReportClient client = through(Arrays.copyOf(header, 5));
        client.write(Arrays.copyOfRange(header, 5, 20));
        client.write(Arrays.copyOfRange(header, 20, header.length));
        client.expect("220", client.reply());
    }

    @Test
    void whatTheProxySaysForItselfIsNotLimitedAsOneClient() {
        for (int i = 0; i < 10; i++) {
            through(ProxyHeaderTest.bytes(ProxyHeaderTest.SIGNATURE + "20000000"))
                    .expect("220", open.get(open.size() - 1).reply());
            through(header(PROXY)).expect("220", open.get(open.size() - 1).reply());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EHLO mx.mail.example\r\n",
                "PROXY TCP4 192.0.2.1 198.51.100.7 40000 25\r\n",
                "\r\n\r\n\u0000\r\nQUIT\n\u0031\u0011\u0000\u000cxxxxxxxxxxxx",
                "\r\n\r\n\u0000\r\nQUIT\n\u0021\u0011\u0000\u0001x"
            })
    void aTrustedProxyWithoutAGoodHeaderIsRefused(String first) {
        ReportClient client = through(first.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        String reply = client.reply();
        assertTrue(reply.startsWith("421 4.3.2 A header of the PROXY protocol"), reply);
        assertEquals(1, listener.refused("proxy_header"));
    }

    @Test
    void aTrustedProxyThatSaysNothingIsNotWaitedForLong() {
        String reply = through(new byte[] {0x0d, 0x0a}).reply();
        assertTrue(reply.startsWith("421 4.3.2"), reply);
    }

    /** Otherwise strangers could use up the limits of others. */
    @Test
    void aHeaderOfAStrangerIsNoHeader() {
        for (int i = 0; i < 2; i++) {
            ReportClient client = new ReportClient(listener.port(), STRANGER);
            open.add(client);
            client.write(header("192.0.2.1"));
            client.expect("220", client.reply());
            assertTrue(client.reply().startsWith("5"));
        }
        through(header("192.0.2.1")).expect("220", open.get(2).reply());
    }
}
