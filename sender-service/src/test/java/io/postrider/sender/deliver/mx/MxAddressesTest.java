package io.postrider.sender.deliver.mx;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.dns.MxLookup;
import io.postrider.neighbours.dns.LocalDns;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.routing.MxRoute;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Tls;
import io.postrider.routing.RouteOptions;
import io.postrider.routing.Shaping;
import io.postrider.routing.SitesFile;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.deliver.smtp.SmtpTransport;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs a domain chooses the addresses of its mail servers: they do not lead into our network, and events say nothing of it. */
class MxAddressesTest extends WithSink {
    private LocalDns dns;

    /** The only address where mail may go: 127.0.0.2. */
    @BeforeEach
    void startServers() {
        dns = LocalDns.start();
        server(Settings.PLAIN.withHost("127.0.0.2"));
        dns.mx("mail.example", 10, "mx1.mail.example").mx("mail.example", 20, "mx2.mail.example");
    }

    @AfterEach
    void stopNameServer() {
        dns.close();
    }

    private MxTransport transport(Tls tls) {
        MxRoute route = new MxRoute(
                new RouteOptions("direct", 1, Route.Match.EVERYTHING, new Shaping(20, 0, null, null), true, false),
                sink.port(),
                tls);
        MxLookup lookup = new MxLookup(new MxLookup.Settings(
                List.of(dns.server()), Duration.ofSeconds(30), Patience.LIMIT, List.of("127.0.0.2"), List.of()));
        return closedAtEnd(new MxTransport(
                vertx, route, Relay.settings(patience), new MxEnvironment(lookup, SitesFile::shipped, () -> 1)));
    }

    private SmtpSink listener(String host) {
        SmtpSink listener = SmtpSink.start(Settings.PLAIN.withHost(host).withPort(sink.port()));
        closedAtEnd(listener);
        return listener;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "169.254.169.254",
                "::1",
                "::ffff:127.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "fd00:ec2::254"
            })
    void nothingIsConnectedToWhereMailMustNotGo(String inside) {
        SmtpSink loopback = listener("127.0.0.1");
        for (String host : List.of("mx1.mail.example", "mx2.mail.example", "implicit.example", "target.example")) {
            dns.address(host, inside);
        }
        dns.alias("alias.example", "target.example").mx("by-alias.example", 10, "alias.example");
        for (String domain : List.of("mail.example", "implicit.example", "by-alias.example", "alias.example")) {
            Reply reply = refusal(deliver(transport(Tls.OPPORTUNISTIC), TestMails.to("ann@" + domain)));
            assertEquals(554, reply.code(), reply::text);
            assertEquals("5.4.4", reply.enhancedCode());
            assertTrue(reply.text().endsWith(" has no public address"), reply::text);
            assertFalse(reply.text().contains(inside), reply::text);
        }
        assertEquals(0, loopback.connectionsEver());
    }

    @Test
    void theServerThatMayBeConnectedToIsUsed() {
        SmtpSink loopback = listener("127.0.0.1");
        dns.address("mx1.mail.example", "127.0.0.1").address("mx1.mail.example", "10.0.0.1");
        dns.address("mx2.mail.example", "192.168.0.1").address("mx2.mail.example", "127.0.0.2");

        assertAccepted(deliver(transport(Tls.OPPORTUNISTIC), TestMails.to("ann@mail.example")));

        assertEquals(1, sink.taken());
        assertEquals(0, loopback.connectionsEver());
    }

    @Test
    void whatCannotBeReachedNowCountsMoreThanWhatMustNotBe() {
        dns.address("mx1.mail.example", "10.0.0.1").address("mx2.mail.example", "127.0.0.2");
        sink.close();

        Reply reply = refusal(deliver(transport(Tls.OPPORTUNISTIC), TestMails.to("ann@mail.example")));

        assertEquals(
                new Reply(451, "4.4.1", "Postrider: no connection to mx2.mail.example: connection refused"), reply);
    }

    /** A second lookup of the name leads elsewhere: to 127.0.0.1, as the hosts of this test's Vert.x have it. */
    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"NONE", "OPPORTUNISTIC", "STARTTLS", "IMPLICIT"})
    void theAddressThatWasJudgedIsConnectedTo(Tls tls) {
        SmtpSink loopback = listener("127.0.0.1");
        dns.mx("rebound.example", 10, "relay.example").address("relay.example", "127.0.0.2");
        if (tls == Tls.IMPLICIT) {
            // The server waits for a command, and we wait for TLS.
            patience = SHORT;
        }

        deliver(transport(tls), TestMails.to("ann@rebound.example"));

        await().until(() -> sink.connectionsEver() == 1);
        assertEquals(0, loopback.connectionsEver());
    }

    @Test
    void aNameThatLeadsInsideLaterIsRefusedThen() {
        SmtpSink loopback = listener("127.0.0.1");
        dns.mx("rebound.example", 10, "mx.rebound.example").address("mx.rebound.example", "127.0.0.2");
        assertAccepted(deliver(transport(Tls.NONE), TestMails.to("ann@rebound.example")));

        dns.forget("mx.rebound.example").address("mx.rebound.example", "127.0.0.1");
        assertEquals(
                554,
                refusal(deliver(transport(Tls.NONE), TestMails.to("ann@rebound.example")))
                        .code());

        assertEquals(0, loopback.connectionsEver());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request", "SSH-2.0-OpenSSH_9.2", "-ERR unknown", "\u0015\u0003\u0001"})
    void whatIsNoMailServerIsNotQuoted(String banner) throws IOException {
        sink.close();
        try (ServerSocket other = new ServerSocket(sink.port(), 10, InetAddress.getByName("127.0.0.2"))) {
            CompletableFuture.runAsync(() -> say(other, banner));
            dns.mx("other.example", 10, "mx.other.example").address("mx.other.example", "127.0.0.2");

            Reply direct = refusal(deliver(transport(Tls.NONE), TestMails.to("ann@other.example")));
            SmtpTransport relay = closedAtEnd(new SmtpTransport(
                    vertx, Relay.to("127.0.0.2", other.getLocalPort(), Tls.NONE, null), Relay.settings(patience)));
            Unreachable smtp = unreachable(deliver(relay, TestMails.to("ann@other.example")));

            assertEquals("Postrider: no connection to mx.other.example: the server does not speak SMTP", direct.text());
            assertEquals("the server does not speak SMTP", smtp.why());
        }
    }

    /** TLS that is none is quoted in hexadecimal by the library. */
    @Test
    void whatSpeaksNoTlsIsNotQuoted() throws IOException {
        sink.close();
        try (ServerSocket other = new ServerSocket(sink.port(), 10, InetAddress.getByName("127.0.0.2"))) {
            CompletableFuture.runAsync(() -> say(other, "HTTP/1.1 400 Bad Request"));
            SmtpTransport relay = closedAtEnd(new SmtpTransport(
                    vertx, Relay.to("127.0.0.2", other.getLocalPort(), Tls.IMPLICIT, null), Relay.settings(patience)));

            Unreachable smtp = unreachable(deliver(relay, TestMails.to("ann@other.example")));

            assertEquals("no connection to the route's server: the server does not speak TLS", smtp.why());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "localhost"})
    void relayThatIsNotThereIsNotNamed(String host) {
        sink.close();
        SmtpTransport relay = closedAtEnd(
                new SmtpTransport(vertx, Relay.to(host, sink.port(), Tls.NONE, null), Relay.settings(patience)));

        String why =
                unreachable(deliver(relay, TestMails.to("ann@mail.example"))).why();

        assertEquals("no connection to the route's server: connection refused", why);
    }

    private static void say(ServerSocket server, String banner) {
        try {
            while (!server.isClosed()) {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write((banner + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    client.getOutputStream().flush();
                    client.getInputStream().readNBytes(1);
                }
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
