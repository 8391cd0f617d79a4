package io.postrider.sender.deliver.mx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.dns.MxLookup;
import io.postrider.neighbours.dns.LocalDns;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.routing.MxRoute;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Tls;
import io.postrider.routing.RouteOptions;
import io.postrider.routing.Shaping;
import io.postrider.routing.SitesFile;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Domains whose name servers or mail servers are set up badly, and that get their mail all the same. */
class OddDomainsTest extends WithSink {
    private LocalDns dns;
    private SmtpSink second;

    /** Two mail servers; no server listens at 127.0.0.9. */
    @BeforeEach
    void startServers() {
        dns = LocalDns.start();
        server(Settings.PLAIN.withHost("127.0.0.2"));
        second = SmtpSink.start(Settings.PLAIN.withHost("127.0.0.3").withPort(sink.port()))
                .onMail(mails::add);
        dns.address("good.example", "127.0.0.2").address("other.example", "127.0.0.3");
    }

    @AfterEach
    void stopServers() {
        second.close();
        dns.close();
    }

    private MxTransport transport(Duration inAll) {
        MxRoute route = new MxRoute(
                new RouteOptions("direct", 1, Route.Match.EVERYTHING, new Shaping(20, 0, null, null), true, false),
                sink.port(),
                Tls.OPPORTUNISTIC);
        MxLookup lookup = new MxLookup(new MxLookup.Settings(
                List.of(dns.server()), Duration.ofSeconds(30), inAll, List.of("127.0.0.0/8", "::1"), List.of()));
        return closedAtEnd(new MxTransport(
                vertx, route, Relay.settings(patience), new MxEnvironment(lookup, SitesFile::shipped, () -> 1)));
    }

    private void assertDelivered(String domain) {
        assertAccepted(deliver(transport(Patience.LIMIT), TestMails.to("ann@" + domain)));
        assertEquals(1, mails.size());
    }

    /** RFC 4074: AAAA is refused, fails or is never answered, and the address of the fourth version is there. */
    @ParameterizedTest
    @CsvSource({"failing, true", "silent, true", "failing, false", "silent, false"})
    void nameServerThatDoesNotKnowAaaaKeepsNoMailBack(String way, boolean withMx) {
        String host = withMx ? "mx.quiet.example" : "quiet.example";
        if (withMx) {
            dns.mx("quiet.example", 10, host);
        }
        dns.address(host, "127.0.0.2");
        if (way.equals("silent")) {
            dns.silentForIpv6(host);
        } else {
            dns.failingForIpv6(host);
        }
        assertDelivered("quiet.example");
    }

    /** RFC 5321, 5.1, forbids it, and it is common. */
    @Test
    void mailServerThatIsAnAliasIsFound() {
        dns.mx("mail.example", 10, "alias.example").alias("alias.example", "good.example");
        assertDelivered("mail.example");
    }

    @Test
    void domainThatIsAnAliasHasTheMailServersOfTheOther() {
        dns.alias("mail.example", "real.example").mx("real.example", 10, "good.example");
        assertDelivered("mail.example");
    }

    /** RFC 7505, 3: a null MX beside others is a mistake, and counts for nothing. */
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 20})
    void nullMxAmongOthersCountsForNothing(int preference) {
        dns.mx("mail.example", preference, ".").mx("mail.example", 10, "good.example");
        assertDelivered("mail.example");
    }

    @Test
    void mailServerThatDoesNotExistIsFollowedByTheNext() {
        dns.mx("mail.example", 5, "unknown.example").mx("mail.example", 10, "good.example");
        assertDelivered("mail.example");
    }

    @Test
    void mailServerThatFailsInTheNameServerIsFollowedByTheNext() {
        dns.mx("mail.example", 5, "broken.example")
                .mx("mail.example", 10, "good.example")
                .failing("broken.example");
        assertDelivered("mail.example");
    }

    @Test
    void domainWithMailServersThatDoNotExistIsNotGivenUpAtOnce() {
        dns.mx("mail.example", 5, "unknown.example");
        Reply reply = refusal(deliver(transport(Patience.LIMIT), TestMails.to("ann@mail.example")));
        assertEquals(451, reply.code());
        assertEquals("4.4.3", reply.enhancedCode());
    }

    @ParameterizedTest
    @CsvSource({"10, 20", "10, 10"})
    void mailServerThatIsDownIsFollowedByTheNext(int dead, int good) {
        dns.mx("mail.example", dead, "dead.example").mx("mail.example", good, "good.example");
        dns.address("dead.example", "127.0.0.9");
        assertDelivered("mail.example");
    }

    @ParameterizedTest
    @ValueSource(ints = {421, 450, 554})
    void mailServerThatTurnsUsAwayIsFollowedByTheNext(int code) {
        sink.script(Script.at(SmtpStage.GREETING, Action.answer(code, "4.3.2 not now")));
        dns.mx("mail.example", 10, "good.example").mx("mail.example", 20, "other.example");
        assertDelivered("mail.example");
        assertEquals(1, second.taken());
    }

    @Test
    void deadAddressIsFollowedByTheNextOfTheSameHost() {
        dns.mx("mail.example", 10, "two.example")
                .address("two.example", "127.0.0.9")
                .address("two.example", "127.0.0.2");
        assertDelivered("mail.example");
    }

    @Test
    void addressOfTheSixthVersionIsUsedWhereItIsTheOnlyOneOrTheOtherIsDead() {
        try (SmtpSink six = SmtpSink.start(Settings.PLAIN.withHost("::1").withPort(sink.port()))) {
            dns.address("six.example", "::1");
            dns.address("both.example", "127.0.0.9").address("both.example", "::1");
            MxTransport transport = transport(Patience.LIMIT);
            for (String domain : List.of("six.example", "both.example")) {
                assertAccepted(deliver(transport, TestMails.to("ann@" + domain)));
            }
            assertEquals(2, six.taken());
        }
    }

    /** Some thousand domains with separate servers: each mail once. */
    @Tag("slow")
    @Test
    void manyDomainsWithTheirOwnServersGetTheirMailOnce() {
        int domains = 1_000;
        MxTransport transport = transport(Patience.LIMIT);
        for (int i = 0; i < domains; i++) {
            dns.mx("d%d.example".formatted(i), 10, "mx%d.example".formatted(i))
                    .address("mx%d.example".formatted(i), i % 2 == 0 ? "127.0.0.2" : "127.0.0.3");
        }
        List<String> all = java.util.stream.IntStream.range(0, domains)
                .mapToObj("ann@d%d.example"::formatted)
                .toList();
        all.stream()
                .map(address -> transport
                        .deliver(TestMails.to(address), io.postrider.mail.Lane.BULK)
                        .subscribeAsCompletionStage())
                .toList()
                .forEach(handover -> assertAccepted(Patience.result(handover)));
        assertEquals(
                all.stream().sorted().toList(),
                mails.stream()
                        .flatMap(mail -> mail.recipients().stream())
                        .sorted()
                        .toList());
        assertTrue(sink.taken() > 0 && second.taken() > 0);
    }
}
