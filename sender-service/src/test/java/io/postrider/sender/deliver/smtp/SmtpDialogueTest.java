package io.postrider.sender.deliver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SinkCertificate;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Tls;
import io.postrider.routing.SmtpRoute;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Interrupted;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the smtp transport says and how it takes what the server says, beyond the contract. */
class SmtpDialogueTest extends WithSink {
    private final Queue<String> said = new ConcurrentLinkedQueue<>();

    private SmtpTransport transport() {
        return closedAtEnd(new SmtpTransport(vertx, Relay.to(sink.port()), Relay.settings(patience)));
    }

    private SmtpTransport transport(SmtpSettings.Timeouts timeouts) {
        return closedAtEnd(new SmtpTransport(vertx, Relay.to(sink.port()), Relay.settings(timeouts)));
    }

    private SmtpTransport transport(Tls tls, Route.Credentials credentials, Path trust) {
        SmtpSettings settings = Relay.trusting(Relay.settings(patience), trust);
        return closedAtEnd(new SmtpTransport(vertx, Relay.to(sink.port(), tls, credentials), settings));
    }

    /** A script that also notes every command. */
    private Script noting(Script script) {
        return moment -> {
            said.add(moment.line());
            return script.at(moment);
        };
    }

    @Test
    void connectionGoesOnAfterARefusalWithRset() {
        server(Settings.PLAIN).script(noting(Script.refuseRecipient("ann@", 550, "5.1.1 no such user")));
        SmtpTransport transport = transport();

        refusal(deliver(transport, TestMails.to("ann@mail.example")));
        assertAccepted(deliver(transport, TestMails.to("bob@mail.example")));

        assertEquals(1, sink.connectionsEver());
        assertTrue(said.contains("RSET"), said::toString);
    }

    /** The mail behind a refused one is not charged for it. */
    @ParameterizedTest
    @ValueSource(ints = {502, 503, 451})
    void refusedRsetCostsTheNextLetterNothing(int code) {
        server(Settings.PLAIN)
                .script(noting(Script.refuseRecipient("bad", 550, "5.1.1 no such user")
                        .or(Script.at(SmtpStage.RSET, Action.answer(code, "bad sequence")))));
        SmtpTransport transport = transport();

        for (int i = 0; i < 6; i++) {
            refusal(deliver(transport, TestMails.to("bad" + i + "@mail.example")));
            assertAccepted(deliver(transport, TestMails.to("good" + i + "@mail.example")));
        }
        assertEquals(6, mails.size());
        assertTrue(said.contains("RSET"), said::toString);
    }

    /** Servers end a session after a number of mails, each in its way. */
    @ParameterizedTest
    @CsvSource({
        "MAIL, 452, 4.4.5 Maximum number of messages per session exceeded",
        "MAIL, 452, 4.5.3 Too many messages",
        "MAIL, 450, come again",
        "RCPT, 452, 4.5.3 Too many recipients in this session",
        "DATA, 452, 4.4.5 Maximum number of messages per session exceeded",
        "MAIL, 421, 4.7.0 Maximum message count per session reached"
    })
    void usedUpSessionIsReplacedAtOnce(SmtpStage stage, int code, String text) {
        server(Settings.PLAIN)
                .script(noting(moment ->
                        moment.stage() == stage && moment.taken() >= 2 ? Action.answer(code, text) : Action.proceed()));
        SmtpTransport transport = transport();

        List<CompletableFuture<Handover>> handovers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            handovers.add(transport
                    .deliver(TestMails.to("r" + i + "@mail.example"), Lane.BULK)
                    .subscribeAsCompletionStage());
        }
        handovers.forEach(handover -> assertAccepted(Patience.result(handover)));
        assertEquals(12, mails.size());
    }

    /** On a fresh connection the refusal is an answer to the mail. */
    @Test
    void refusalOfTheFirstMailOfASessionIsARefusal() {
        server(Settings.PLAIN).script(Script.at(SmtpStage.MAIL, Action.answer(452, "4.3.1 no space")));

        assertEquals(
                new Reply(452, "4.3.1", "no space"), refusal(deliver(transport(), TestMails.to("ann@mail.example"))));
    }

    /** RFC 9422. */
    @Test
    void statedNumberOfMailsOfASessionIsKept() {
        server(Settings.PLAIN.withOffers("PIPELINING", "LIMITS RCPTMAX=1 MAILMAX=3"));
        SmtpTransport transport = transport();

        for (int i = 0; i < 9; i++) {
            assertAccepted(deliver(transport, TestMails.to("r" + i + "@mail.example")));
        }
        assertEquals(3, sink.connectionsEver());
        mails.forEach(mail -> assertEquals(1, mail.recipients().size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"LIMITS", "LIMITS MAILMAX", "LIMITS MAILMAX=0", "LIMITS MAILMAX=x", "LIMITS MAILMAX=12345678"})
    void limitThatCannotBeReadIsNone(String offer) {
        server(Settings.PLAIN.withOffers("PIPELINING", offer));
        SmtpTransport transport = transport();
        assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));
        assertAccepted(deliver(transport, TestMails.to("bob@mail.example")));
        assertEquals(1, sink.connectionsEver());
    }

    /** Where TLS is only wished for, mail goes in plain text when the server's TLS fails, in whichever way. */
    @ParameterizedTest
    @ValueSource(strings = {"454", "502", "close", "hang", "break"})
    void opportunisticTlsGivesWay(String way) {
        server(Settings.PLAIN.withTls(SmtpSink.Tls.STARTTLS));
        Action action = switch (way) {
            case "close" -> Action.close();
            case "hang" -> Action.hang();
            case "break" -> Action.breakTls();
            default -> Action.answer(Integer.parseInt(way), "no TLS");
        };
        sink.script(Script.at(SmtpStage.STARTTLS, action));
        if (way.equals("hang")) {
            patience = SHORT;
        }

        assertAccepted(deliver(transport(Tls.OPPORTUNISTIC, null, null), TestMails.to("ann@mail.example")));

        assertFalse(mails.peek().manner().encrypted());
    }

    @Test
    void letterWithoutRecipientIsEndedWithADotWhereTheServerWantsIt() {
        server(Settings.PLAIN);
        Script odd = Script.refuseRecipient("ann@", 550, "5.1.1 no such user")
                .or(moment ->
                        moment.stage() == SmtpStage.DATA && moment.recipients().isEmpty()
                                ? Action.inBody(3, Action.answer(554, "5.5.1 no recipients"))
                                : Action.proceed());
        sink.script(odd);
        SmtpTransport transport = transport();

        Reply reply = refusal(deliver(transport, TestMails.to("ann@mail.example")));
        assertAccepted(deliver(transport, TestMails.to("bob@mail.example")));

        assertEquals(new Reply(550, "5.1.1", "no such user"), reply);
        assertEquals(1, sink.connectionsEver());
        assertEquals(1, mails.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void serverThatCloses421IsUnreachableWithItsWords(SmtpStage stage) {
        server(Settings.PLAIN).script(Script.at(stage, Action.answer(421, "4.3.2 shutting down")));

        Handover handover = deliver(transport(), TestMails.to("ann@mail.example"));

        assertEquals(
                new Reply(421, "4.3.2", "shutting down"), unreachable(handover).reply());
        assertEquals(0, mails.size());
    }

    @Test
    void refusalInTheMiddleOfALargeLetterIsARefusal() {
        server(Settings.PLAIN)
                .script(Script.at(SmtpStage.DATA, Action.inBody(1_000, Action.answer(552, "5.3.4 enough"))));

        Handover handover = deliver(transport(), large(32 << 20));

        assertEquals(new Reply(552, "5.3.4", "enough"), refusal(handover));
    }

    /** Full of dots at line starts, in chunks that end anywhere. */
    private static ComposedMail large(int bytes) {
        byte[] chunk = ".\r\n..\r\nmore\r\n.even more\r\n.".repeat(37).getBytes(StandardCharsets.US_ASCII);
        List<byte[]> chunks = new ArrayList<>();
        for (int size = 0; size < bytes; size += chunk.length) {
            chunks.add(chunk);
        }
        chunks.add("\r\n".getBytes(StandardCharsets.US_ASCII));
        ComposedMail letter = TestMails.to("ann@mail.example");
        return new ComposedMail(letter.envelope(), () -> chunks);
    }

    @Test
    void sizeIsAnnounced() {
        server(Settings.PLAIN);
        ComposedMail letter = TestMails.to("ann@mail.example");

        assertAccepted(deliver(transport(), letter));

        int size = letter.mime().get().get(0).length;
        assertEquals(List.of("SIZE=" + size), mails.peek().manner().parameters());
    }

    @Test
    void internationalAddressGoesWithSmtpUtf8() {
        server(Settings.PLAIN);

        assertAccepted(deliver(transport(), TestMails.to("jürgen@mail.example")));

        assertEquals(List.of("jürgen@mail.example"), mails.peek().recipients());
        assertTrue(mails.peek().manner().parameters().containsAll(List.of("SMTPUTF8", "BODY=8BITMIME")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a..b\"@docomo.ne.jp", "\"a b\"@mail.example", "\"a\\\"@\\\\\"@mail.example"})
    void quotedLocalPartIsSaidAsItIs(String address) {
        server(Settings.PLAIN).script(noting(Script.acceptAll()));

        assertAccepted(deliver(transport(), TestMails.to(address)));

        assertTrue(said.toString().contains("RCPT TO:<" + address + ">"), said::toString);
        assertEquals(List.of(address), mails.peek().recipients());
    }

    @Test
    void internationalAddressIsRefusedWhereSmtpUtf8IsNotOffered() {
        server(Settings.PLAIN.withOffers("PIPELINING", "8BITMIME")).script(noting(Script.acceptAll()));

        Reply reply = refusal(deliver(transport(), TestMails.to("jürgen@mail.example")));

        assertEquals(553, reply.code());
        assertEquals("5.6.7", reply.enhancedCode());
        assertFalse(said.toString().contains("MAIL"), said::toString);
    }

    @Test
    void serverWithoutPipeliningIsSpokenToStepByStep() {
        server(Settings.PLAIN.withOffers("8BITMIME")).script(Script.refuseRecipient("r3@", 550, "5.1.1 none"));
        SmtpTransport transport = transport();

        for (int i = 0; i < 6; i++) {
            Handover handover = deliver(transport, TestMails.to("r" + i + "@mail.example"));
            assertEquals(i == 3, handover instanceof Handover.Refused, handover::toString);
        }

        assertEquals(5, mails.size());
        assertEquals(1, sink.connectionsEver());
    }

    @Test
    void serverThatKnowsOnlyHeloIsSpokenToThatWay() {
        server(Settings.PLAIN.withOffers());

        assertAccepted(deliver(transport(), TestMails.to("ann@mail.example")));
        assertEquals(List.of(), mails.peek().manner().parameters());
    }

    @Test
    void replyInManyLinesAndPiecesIsOneReply() {
        server(Settings.PLAIN)
                .script(Script.at(SmtpStage.GREETING, Action.drip(2_000))
                        .or(Script.at(
                                SmtpStage.RCPT, Action.answer(550, "5.1.1 no such user\n5.1.1 see the help page"))));

        Reply reply = refusal(deliver(transport(), TestMails.to("ann@mail.example")));

        assertEquals(new Reply(550, "5.1.1", "no such user see the help page"), reply);
    }

    @Test
    void serverThatDripsIsGivenUp() {
        patience = SHORT;
        server(Settings.PLAIN).script(Script.at(SmtpStage.GREETING, Action.drip(1)));

        assertNotTaken(deliver(transport(), TestMails.to("ann@mail.example")));
    }

    @Test
    void hangAfterTheLetterIsInterrupted() {
        server(Settings.PLAIN).script(Script.at(SmtpStage.END_OF_DATA, Action.hang()));
        SmtpSettings.Timeouts timeouts = new SmtpSettings.Timeouts(patience, patience, patience, patience, SHORT);

        assertInstanceOf(Interrupted.class, deliver(transport(timeouts), TestMails.to("ann@mail.example")));
    }

    @Test
    void hangBeforeTheLetterIsUnreachable() {
        server(Settings.PLAIN).script(Script.at(SmtpStage.DATA, Action.hang()));
        // Of one command as of the other: enough for those that are answered.
        Duration command = Duration.ofSeconds(5);
        SmtpSettings.Timeouts timeouts = new SmtpSettings.Timeouts(patience, patience, command, patience, patience);

        String why = unreachable(deliver(transport(timeouts), TestMails.to("ann@mail.example")))
                .why();

        assertTrue(why.contains("DATA"), why);
    }

    @Test
    void certificateThatNobodyVouchesForIsUnreachable() {
        server(Settings.PLAIN.withTls(SmtpSink.Tls.STARTTLS));

        unreachable(deliver(transport(Tls.STARTTLS, null, null), TestMails.to("ann@mail.example")));
        assertAccepted(deliver(transport(Tls.OPPORTUNISTIC, null, null), TestMails.to("ann@mail.example")));
        assertTrue(mails.peek().manner().encrypted());
    }

    @ParameterizedTest
    @CsvSource({"STARTTLS, STARTTLS", "IMPLICIT, IMPLICIT"})
    void certificateForAnotherNameIsUnreachable(SmtpSink.Tls offered, Tls wanted) {
        server(Settings.PLAIN.withTls(offered));
        Path trust = SinkCertificate.LOCALHOST.writePem(folder.resolve("sink.pem"));
        SmtpRoute route = Relay.to("relay.example", sink.port(), wanted, null);
        SmtpSettings settings = Relay.trusting(Relay.settings(patience), trust);

        String why = unreachable(deliver(
                        closedAtEnd(new SmtpTransport(vertx, route, settings)), TestMails.to("ann@mail.example")))
                .why();

        assertTrue(why.contains("the certificate does not match the server's name"), why);
        assertEquals(0, mails.size());
    }

    @Test
    void secretThatIsMissingIsNamed() {
        server(Settings.PLAIN);
        Route.Credentials credentials = new Route.Credentials("mailer", "${env:POSTRIDER_NO_SUCH_SECRET}");

        Handover.Unreachable unreachable =
                unreachable(deliver(transport(Tls.NONE, credentials, null), TestMails.to("ann@mail.example")));

        assertEquals(454, unreachable.reply().code());
        assertTrue(
                unreachable.why().contains("${env:POSTRIDER_NO_SUCH_SECRET}: the environment variable is not set"),
                unreachable::why);
    }

    @Test
    void serverThatDoesNotSpeakSmtpIsUnreachable() {
        server(Settings.PLAIN.withTls(SmtpSink.Tls.STARTTLS));
        sink.script(Script.at(SmtpStage.EHLO, Action.answer(99, "what?")));

        unreachable(deliver(transport(), TestMails.to("ann@mail.example")));
    }

    /** RFC 3207, 6: what stands behind the 220 in plain text was not said by the server under TLS. */
    @Test
    void wordsSlippedInBehindStartTlsEndTheConnection() throws IOException {
        try (ServerSocket attacker = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> dialogue = CompletableFuture.runAsync(() -> slipIn(attacker));
            SmtpTransport transport = closedAtEnd(new SmtpTransport(
                    vertx, Relay.to(attacker.getLocalPort(), Tls.STARTTLS, null), Relay.settings(patience)));

            String why = unreachable(deliver(transport, TestMails.to("ann@mail.example")))
                    .why();

            assertTrue(why.contains("more than the reply to STARTTLS"), why);
            Patience.result(dialogue);
        }
    }

    private static void slipIn(ServerSocket attacker) {
        try (Socket socket = attacker.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String reply : List.of("220 hi", "250-hi\r\n250 STARTTLS", "220 go\r\n250 AUTH PLAIN")) {
                socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
                in.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
