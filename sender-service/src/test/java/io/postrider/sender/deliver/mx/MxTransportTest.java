package io.postrider.sender.deliver.mx;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.dns.MxLookup;
import io.postrider.mail.Lane;
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
import io.postrider.routing.Sites;
import io.postrider.routing.SitesFile;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails to the servers of the recipients' domains: real name server, real mail servers, all on one port. */
class MxTransportTest extends WithSink {
    private static final String LOOPBACK = "127.0.0.0/8";

    private LocalDns dns;
    private SmtpSink second;
    private Sites sites = SitesFile.shipped();
    private int senders = 1;
    private SmtpSettings settings = Relay.settings(patience);

    /** First and second mail server of mail.example; the third address has none. */
    @BeforeEach
    void startServers() {
        dns = LocalDns.start();
        server(Settings.PLAIN.withHost("127.0.0.2"));
        second = SmtpSink.start(Settings.PLAIN.withHost("127.0.0.3").withPort(sink.port()));
        second.onMail(mails::add);
        dns.mx("mail.example", 10, "mx1.mail.example").mx("mail.example", 20, "mx2.mail.example");
        dns.address("mx1.mail.example", "127.0.0.2").address("mx2.mail.example", "127.0.0.3");
        dns.address("nobody.example", "127.0.0.4");
    }

    @AfterEach
    void stopServers() {
        second.close();
        dns.close();
    }

    private MxTransport transport(int connections, Tls tls, String... allowed) {
        MxRoute route = new MxRoute(
                new RouteOptions(
                        "direct", 1, Route.Match.EVERYTHING, new Shaping(connections, 0, null, null), true, false),
                sink.port(),
                tls);
        MxLookup lookup = new MxLookup(new MxLookup.Settings(
                List.of(dns.server()), Duration.ofSeconds(30), Patience.LIMIT, List.of(allowed), List.of()));
        return closedAtEnd(
                new MxTransport(vertx, route, settings, new MxEnvironment(lookup, () -> sites, () -> senders)));
    }

    private MxTransport transport() {
        return transport(200, Tls.OPPORTUNISTIC, LOOPBACK);
    }

    private static List<CompletableFuture<Handover>> deliver(Transport transport, Lane lane, String domain, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> transport
                        .deliver(TestMails.to("r%d@%s".formatted(i, domain)), lane)
                        .subscribeAsCompletionStage())
                .toList();
    }

    private static void allAccepted(List<CompletableFuture<Handover>> handovers) {
        handovers.forEach(handover -> assertAccepted(Patience.result(handover)));
    }

    @Test
    void preferredServerIsUsed() {
        MxTransport transport = transport();
        for (int i = 0; i < 5; i++) {
            assertAccepted(deliver(transport, TestMails.to("ann@MAIL.example")));
        }
        assertEquals(5, sink.taken());
        assertEquals(1, sink.connectionsEver());
        assertEquals(0, second.connectionsEver());
        assertEquals(1, dns.queries("mail.example"));
        assertEquals(5, transport.figures().accepted());
    }

    @Test
    void serverThatIsDownIsFollowedByTheNext() {
        sink.close();
        assertAccepted(deliver(transport(), TestMails.to("ann@mail.example")));
        assertEquals(1, second.taken());
    }

    @Test
    void serverThatTurnsUsAwayIsFollowedByTheNext() {
        MxTransport transport = transport();
        for (int code : List.of(421, 450, 554)) {
            sink.script(Script.at(SmtpStage.GREETING, Action.answer(code, "4.3.2 not now")));
            second.cutConnections();
            await().until(() -> transport.figures().connections() == 0);
            assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));
        }
        assertEquals(3, second.taken());
        assertEquals(3, sink.connectionsEver());
    }

    @Test
    void refusalOfTheGreetingIsHandedOnIfNoServerLetsUsIn() {
        for (SmtpSink server : List.of(sink, second)) {
            server.script(Script.at(SmtpStage.GREETING, Action.answer(421, "4.7.0 slow down")));
        }
        Reply reply = refusal(deliver(transport(), TestMails.to("ann@mail.example")));
        assertEquals(new Reply(421, "4.7.0", "slow down"), reply);
    }

    @Test
    void greetingThatRefusesForGoodIsNotABounce() {
        for (SmtpSink server : List.of(sink, second)) {
            server.script(Script.at(SmtpStage.GREETING, Action.answer(554, "5.7.1 go away")));
        }
        Reply reply = refusal(deliver(transport(), TestMails.to("ann@mail.example")));
        assertEquals(451, reply.code());
        assertEquals("4.4.1", reply.enhancedCode());
        assertTrue(reply.text().startsWith("Postrider: no connection to mx1.mail.example: "), reply::text);
        assertTrue(reply.text().contains("go away"), reply::text);
    }

    @Test
    void destinationWithoutServersIsATemporaryRefusal() {
        MxTransport transport = transport();
        Reply reply = refusal(deliver(transport, TestMails.to("ann@nobody.example")));
        assertEquals(451, reply.code());
        assertEquals("4.4.1", reply.enhancedCode());
        assertEquals("Postrider: no connection to nobody.example: connection refused", reply.text());
        assertEquals(1, transport.figures().refused());
        assertEquals(0, transport.figures().unreachable());
    }

    @Test
    void domainThatTakesNoMailIsRefusedForGood() {
        dns.mx("nomail.example", 0, ".");
        Reply reply = refusal(deliver(transport(), TestMails.to("ann@nomail.example")));
        assertEquals(556, reply.code());
        assertEquals("5.1.10", reply.enhancedCode());
    }

    @Test
    void unknownDomainIsRefusedForGood() {
        Reply reply = refusal(deliver(transport(), TestMails.to("ann@unknown.example")));
        assertEquals(550, reply.code());
        assertEquals("5.1.2", reply.enhancedCode());
    }

    @Test
    void domainThatCannotBeLookedUpIsATemporaryRefusal() {
        dns.failing("broken.example").mx("lost.example", 10, "mx.lost.example").failing("mx.lost.example");
        MxTransport transport = transport();
        for (String domain : List.of("broken.example", "lost.example")) {
            Reply reply = refusal(deliver(transport, TestMails.to("ann@" + domain)));
            assertEquals(451, reply.code());
            assertEquals("4.4.3", reply.enhancedCode());
        }
    }

    @Test
    void mailIsNotHandedToThisServerItself() {
        dns.mx("trap.example", 10, "mx1.mail.example");
        dns.mx("ours.example", 10, "client.example");
        dns.mx("backup.example", 10, "mx2.mail.example").mx("backup.example", 20, "client.example");
        Reply trap = refusal(deliver(transport(200, Tls.NONE), TestMails.to("ann@trap.example")));
        assertEquals(new Reply(554, "5.4.4", "Postrider: host mx1.mail.example has no public address"), trap);
        Reply ours = refusal(deliver(transport(), TestMails.to("ann@ours.example")));
        assertEquals(554, ours.code());
        assertEquals("5.4.6", ours.enhancedCode());
        assertAccepted(deliver(transport(), TestMails.to("ann@backup.example")));
        assertEquals(0, sink.connectionsEver());
    }

    @Test
    void domainsOfTheSameServersShareConnections() {
        dns.mx("hosted.example", 1, "mx1.mail.example").mx("hosted.example", 2, "mx2.mail.example");
        MxTransport transport = transport();
        for (int i = 0; i < 5; i++) {
            assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));
            assertAccepted(deliver(transport, TestMails.to("bob@hosted.example")));
        }
        assertEquals(1, sink.connectionsEver());
        assertEquals(1, transport.destinations());
    }

    @Test
    void unknownDestinationGetsFiveConnections() {
        CountDownLatch five = new CountDownLatch(5);
        AtomicInteger most = mostConnections(moment -> {
            if (moment.stage() == SmtpStage.GREETING) {
                five.countDown();
            } else if (moment.stage() == SmtpStage.END_OF_DATA) {
                // No mail is through before the fifth connection is there.
                awaitUninterruptibly(five);
            }
            return Action.proceed();
        });
        MxTransport transport = transport();
        List<CompletableFuture<Handover>> all = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            all.addAll(deliver(transport, lane, "mail.example", 300));
        }
        allAccepted(all);
        assertEquals(900, sink.taken());
        assertEquals(5, most.get());
    }

    @Test
    void connectionsOfASiteAreDividedAmongTheSenders() throws IOException {
        sites = SitesFile.read(Files.writeString(
                folder.resolve("sites.yaml"), "sites: [{name: host, mx: [mail.example], max_connections: 8}]"));
        senders = 4;
        // Each has separate servers, and all belong to the site.
        for (String domain : List.of("a.example", "b.example", "c.example")) {
            dns.mx(domain, 10, "mx-%s.mail.example".formatted(domain.charAt(0)))
                    .address("mx-%s.mail.example".formatted(domain.charAt(0)), "127.0.0.2");
        }
        AtomicInteger most = mostConnections(Script.acceptAll());
        MxTransport transport = transport();
        List<CompletableFuture<Handover>> all = new ArrayList<>();
        for (String domain : List.of("a.example", "b.example", "c.example")) {
            for (Lane lane : Lane.values()) {
                all.addAll(deliver(transport, lane, domain, 100));
            }
        }
        allAccepted(all);
        assertEquals(900, sink.taken());
        assertEquals(3, transport.destinations());
        assertTrue(most.get() <= 2, () -> most + " connections");
    }

    @Test
    void connectionsOfTheRouteAreSharedByMoreDestinationsThanItHas() {
        AtomicInteger most = mostConnections(Script.acceptAll());
        MxTransport transport = transport(3, Tls.NONE, LOOPBACK);
        List<CompletableFuture<Handover>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            dns.address("d%d.example".formatted(i), "127.0.0.2");
            all.addAll(deliver(transport, Lane.BULK, "d%d.example".formatted(i), 50));
        }
        allAccepted(all);
        assertEquals(1_500, sink.taken());
        assertTrue(most.get() <= 3, () -> most + " connections");
    }

    @Test
    void idleConnectionsMakeRoomForOtherDestinations() {
        MxTransport transport = transport(3, Tls.NONE, LOOPBACK);
        for (int i = 0; i < 10; i++) {
            dns.address("d%d.example".formatted(i), "127.0.0.2");
            assertAccepted(deliver(transport, TestMails.to("ann@d%d.example".formatted(i))));
        }
        assertEquals(10, sink.connectionsEver());
    }

    @Test
    void deadDestinationDoesNotHoldUpAnother() {
        dns.address("hangs.example", "127.0.0.3");
        second.script(Script.at(SmtpStage.GREETING, Action.hang()));
        MxTransport transport = transport();
        List<CompletableFuture<Handover>> dead = deliver(transport, Lane.BULK, "hangs.example", 100);
        await().until(() -> second.connections() > 0);

        allAccepted(deliver(transport, Lane.BULK, "mail.example", 100));

        assertTrue(dead.stream().noneMatch(CompletableFuture::isDone));
    }

    @Test
    void serverThatHangsIsGivenUpForTheNext() {
        // Short for the one that hangs, and enough for the other one to greet.
        Duration greeting = Duration.ofSeconds(5);
        settings = Relay.settings(new SmtpSettings.Timeouts(patience, greeting, patience, patience, patience));
        sink.script(Script.at(SmtpStage.GREETING, Action.hang()));
        assertAccepted(deliver(transport(), TestMails.to("ann@mail.example")));
        assertEquals(1, second.taken());
    }

    @Test
    void brokenTlsIsDoneWithoutBetweenMailServers() {
        second.close();
        second = SmtpSink.start(
                Settings.PLAIN.withHost("127.0.0.3").withPort(sink.port()).withTls(SmtpSink.Tls.STARTTLS));
        second.onMail(mails::add);
        dns.address("tls.example", "127.0.0.3");
        assertAccepted(deliver(transport(), TestMails.to("ann@tls.example")));
        assertTrue(mails.remove().manner().encrypted());

        second.script(Script.at(SmtpStage.STARTTLS, Action.breakTls()));
        assertAccepted(deliver(transport(), TestMails.to("ann@tls.example")));
        assertTrue(!mails.remove().manner().encrypted());

        Reply reply = refusal(deliver(transport(200, Tls.STARTTLS, LOOPBACK), TestMails.to("ann@tls.example")));
        assertEquals(451, reply.code());
    }

    @Test
    void replyToARecipientIsHandedOn() {
        sink.script(Script.refuseRecipient("ann", 550, "5.1.1 no such user"));
        MxTransport transport = transport();
        assertEquals(
                new Reply(550, "5.1.1", "no such user"), refusal(deliver(transport, TestMails.to("ann@mail.example"))));
        assertAccepted(deliver(transport, TestMails.to("bob@mail.example")));
        assertEquals(0, second.connectionsEver());
    }

    @Test
    void closingEndsAll() {
        sink.script(Script.at(SmtpStage.END_OF_DATA, Action.hang()));
        dns.address("hangs.example", "127.0.0.3");
        second.script(Script.at(SmtpStage.GREETING, Action.hang()));
        MxTransport transport = transport(6, Tls.NONE, LOOPBACK);
        List<CompletableFuture<Handover>> all = new ArrayList<>();
        for (String domain : List.of("mail.example", "hangs.example", "nobody.example")) {
            all.addAll(deliver(transport, Lane.BULK, domain, 20));
        }
        await().until(() -> sink.connections() > 0 && second.connections() > 0);

        transport.close(Duration.ofMillis(300)).await().atMost(BOUND);

        all.forEach(Patience::result);
        await().until(() -> sink.connections() == 0 && second.connections() == 0);
        assertInstanceOf(Unreachable.class, deliver(transport, TestMails.to("late@mail.example")));
    }
}
