package io.postrider.sender.deliver.smtp;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Interrupted;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.testing.Patience;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many connections the smtp transport opens, and what becomes of the mails when they end. */
class SmtpConnectionsTest extends WithSink {

    private SmtpTransport transport(SmtpSettings settings) {
        return closedAtEnd(new SmtpTransport(vertx, Relay.to(sink.port()), settings));
    }

    private SmtpTransport transport() {
        return transport(Relay.settings(patience));
    }

    private static List<CompletableFuture<Handover>> deliver(Transport transport, Lane lane, String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> transport
                        .deliver(TestMails.to(name + i + "@mail.example"), lane)
                        .subscribeAsCompletionStage())
                .toList();
    }

    private static List<Handover> all(List<CompletableFuture<Handover>> handovers) {
        return handovers.stream().map(Patience::result).toList();
    }

    private Map<String, Integer> copies() {
        Map<String, Integer> copies = new HashMap<>();
        mails.forEach(mail -> copies.merge(mail.recipients().get(0), 1, Integer::sum));
        return copies;
    }

    @Test
    void twoThousandLettersGoOverTheLanesShareOfConnectionsOnceEach() {
        server(Settings.PLAIN);
        AtomicInteger most = mostConnections(Script.acceptAll());
        SmtpTransport transport = transport();

        all(deliver(transport, Lane.BULK, "r", 2_000)).forEach(WithSink::assertAccepted);

        Map<String, Integer> copies = copies();
        assertEquals(2_000, copies.size());
        assertEquals(2_000, mails.size());
        assertTrue(most.get() <= 4, () -> most + " connections");
        mails.forEach(mail -> assertTrue(
                new String(mail.content(), StandardCharsets.UTF_8)
                        .contains("Hello " + mail.recipients().get(0)),
                "each recipient gets the letter that is meant for them"));
    }

    @Test
    void sharesOfTheLanesAddUpToTheRoute() {
        assertEquals(2, SmtpTransport.share(8, Lane.TRANSACTIONAL));
        assertEquals(2, SmtpTransport.share(8, Lane.STANDARD));
        assertEquals(4, SmtpTransport.share(8, Lane.BULK));
        for (Lane lane : Lane.values()) {
            assertEquals(1, SmtpTransport.share(3, lane));
        }
    }

    @Test
    void bulkThatHangsDoesNotDelayAPasswordReset() {
        server(Settings.PLAIN)
                .script(moment -> moment.stage() == SmtpStage.END_OF_DATA
                                && moment.recipients().get(0).startsWith("bulk")
                        ? Action.hang()
                        : Action.proceed());
        SmtpTransport transport = transport();
        List<CompletableFuture<Handover>> bulk = deliver(transport, Lane.BULK, "bulk", 100);
        await().until(() -> sink.connections() == 4);

        assertAccepted(all(deliver(transport, Lane.TRANSACTIONAL, "reset", 1)).get(0));
        assertTrue(bulk.stream().noneMatch(CompletableFuture::isDone));
    }

    @Test
    void passwordResetDoesNotWaitBehindASlowOneOnTheSameConnection() {
        server(Settings.PLAIN)
                .script(moment -> moment.stage() == SmtpStage.END_OF_DATA
                                && moment.recipients().get(0).startsWith("slow")
                        ? Action.hang()
                        : Action.proceed());
        SmtpTransport transport = transport();
        List<CompletableFuture<Handover>> slow = deliver(transport, Lane.TRANSACTIONAL, "slow", 1);

        all(deliver(transport, Lane.TRANSACTIONAL, "reset", 20)).forEach(WithSink::assertAccepted);

        assertFalse(slow.get(0).isDone());
    }

    @Test
    void connectionEndsAfterItsNumberOfLetters() {
        server(Settings.PLAIN);
        AtomicInteger farewells = new AtomicInteger();
        sink.script(moment -> {
            farewells.addAndGet(moment.stage() == SmtpStage.QUIT ? 1 : 0);
            return Action.proceed();
        });
        SmtpTransport transport = transport(Relay.mailsPerConnection(Relay.settings(patience), 3));

        for (int i = 0; i < 9; i++) {
            assertAccepted(deliver(transport, TestMails.to("r" + i + "@mail.example")));
        }

        assertEquals(3, sink.connectionsEver());
        await().until(() -> farewells.get() == 3);
    }

    @Test
    void manyLettersOverShortConnectionsArriveOnceEach() {
        server(Settings.PLAIN);
        SmtpTransport transport = transport(Relay.mailsPerConnection(Relay.settings(patience), 7));

        all(deliver(transport, Lane.BULK, "r", 300)).forEach(WithSink::assertAccepted);

        assertEquals(300, copies().size());
        assertEquals(300, mails.size());
        mails.forEach(mail -> assertTrue(mail.connection() > 0));
        assertTrue(sink.connectionsEver() >= 300 / 7, () -> sink.connectionsEver() + " connections");
    }

    @Test
    void idleConnectionEnds() {
        server(Settings.PLAIN);
        SmtpTransport transport = transport(Relay.idle(Relay.settings(patience), Duration.ofMillis(100)));

        assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));

        await().until(() -> sink.connections() == 0);
        await().until(() -> transport.figures().connections() == 0);
        assertAccepted(deliver(transport, TestMails.to("bob@mail.example")));
    }

    @Test
    void connectionThatTheServerClosedBetweenLettersCostsNoLetter() {
        server(Settings.PLAIN)
                .script(moment ->
                        moment.stage() == SmtpStage.MAIL && moment.taken() > 0 ? Action.close() : Action.proceed());
        SmtpTransport transport = transport();

        for (int i = 0; i < 5; i++) {
            assertAccepted(deliver(transport, TestMails.to("r" + i + "@mail.example")));
        }

        assertEquals(5, mails.size());
        assertEquals(5, sink.connectionsEver());
    }

    @Test
    void letterBehindAnInterruptedOneIsDeliveredOnce() {
        server(Settings.PLAIN)
                .script(moment -> moment.stage() == SmtpStage.END_OF_DATA
                                && moment.recipients().get(0).startsWith("r1@")
                        ? Action.takeAndClose()
                        : Action.proceed());
        SmtpTransport transport =
                closedAtEnd(new SmtpTransport(vertx, Relay.to(sink.port(), 3), Relay.settings(patience)));

        List<Handover> handovers = all(deliver(transport, Lane.BULK, "r", 20));

        assertEquals(20, copies().size());
        assertEquals(20, mails.size());
        for (int i = 0; i < 20; i++) {
            assertEquals(i == 1, handovers.get(i) instanceof Interrupted, handovers.get(i)::toString);
        }
    }

    @Test
    void lettersThatWaitForAServerThatIsAwayAreAnswered() {
        server(Settings.PLAIN);
        sink.script(Script.at(SmtpStage.GREETING, Action.answer(554, "5.3.2 not today")));
        // So long that there is one try and no second one, however slow the machine.
        SmtpTransport transport = transport(Relay.settings(patience).withReconnectPause(Duration.ofHours(1)));

        List<Handover> handovers = all(deliver(transport, Lane.BULK, "r", 500));

        handovers.forEach(handover -> assertInstanceOf(Unreachable.class, handover, handover::toString));
        assertEquals(500, transport.figures().unreachable());
        assertEquals(0, transport.figures().waiting());
        assertTrue(transport.figures().fault().contains("not today"), transport.figures()::toString);
        assertTrue(sink.connectionsEver() <= 4, () -> "a connect storm of " + sink.connectionsEver());
    }

    @Test
    void serverThatComesBackIsUsedAgain() {
        server(Settings.PLAIN);
        int port = sink.port();
        SmtpTransport transport = transport();
        assertAccepted(deliver(transport, TestMails.to("before@mail.example")));
        sink.close();
        await().until(() -> deliver(transport, TestMails.to("while@mail.example")) instanceof Unreachable);

        server(Settings.PLAIN.withPort(port));

        await().until(() -> deliver(transport, TestMails.to("after@mail.example")) instanceof Handover.Accepted);
    }

    @Test
    void letterThatCannotBeMadeFailsAloneAndTheNextGoes() {
        server(Settings.PLAIN);
        SmtpTransport transport = transport();
        ComposedMail good = TestMails.to("ann@mail.example");
        ComposedMail bad = new ComposedMail(good.envelope(), () -> {
            throw new IllegalStateException("no key to sign with");
        });

        assertThrows(IllegalStateException.class, () -> deliver(transport, bad));
        assertAccepted(deliver(transport, good));
        assertEquals(1, sink.connectionsEver());
    }

    @Test
    void closingFinishesWhatIsOnItsWayAndHandsBackWhatWaits() throws InterruptedException {
        server(Settings.PLAIN);
        CountDownLatch inData = new CountDownLatch(4);
        CountDownLatch goOn = new CountDownLatch(1);
        sink.onMail(mail -> {
            inData.countDown();
            awaitUninterruptibly(goOn);
        });
        SmtpTransport transport = transport();
        List<CompletableFuture<Handover>> handovers = deliver(transport, Lane.BULK, "r", 50);
        assertTrue(inData.await(BOUND.toSeconds(), TimeUnit.SECONDS));

        CompletableFuture<Void> closed =
                transport.close(BOUND).subscribeAsCompletionStage().toCompletableFuture();
        await().until(() -> handovers.stream().anyMatch(CompletableFuture::isDone));
        goOn.countDown();
        Patience.result(closed);

        List<Handover> outcomes = new ArrayList<>(all(handovers));
        long accepted =
                outcomes.stream().filter(Handover.Accepted.class::isInstance).count();
        long back = outcomes.stream().filter(Unreachable.class::isInstance).count();
        assertEquals(50, accepted + back);
        assertTrue(accepted >= 4 && back >= 4, () -> accepted + " accepted, " + back + " handed back");
        assertEquals(accepted, mails.size());
        await().until(() -> sink.connections() == 0);
    }

    @Test
    void closingCutsWhatTakesTooLong() {
        server(Settings.PLAIN).script(Script.at(SmtpStage.END_OF_DATA, Action.hang()));
        SmtpTransport transport = transport();
        List<CompletableFuture<Handover>> handovers = deliver(transport, Lane.BULK, "r", 2);
        await().until(() -> sink.connections() == 2);

        transport.close(Duration.ofMillis(300)).await().atMost(BOUND);

        all(handovers)
                .forEach(handover -> assertTrue(
                        handover instanceof Interrupted || handover instanceof Unreachable, handover::toString));
    }

    @Test
    void mimeIsMadeOnlyWhenAConnectionIsThere() {
        server(Settings.PLAIN).script(Script.at(SmtpStage.END_OF_DATA, Action.hang()));
        SmtpTransport transport = transport();
        AtomicInteger made = new AtomicInteger();
        ComposedMail counted = TestMails.counted(TestMails.to("ann@mail.example"), made);
        for (int i = 0; i < 100; i++) {
            transport.deliver(counted, Lane.BULK).subscribe().with(handover -> {}, failure -> {});
        }

        await().until(() -> made.get() >= 4);
        await().during(Duration.ofMillis(300)).atMost(BOUND).until(() -> made.get() <= 4 * 4);
    }
}
