package io.postrider.sender.deliver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.replies.Bounce;
import io.postrider.replies.Category;
import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.smtp.handshake.LoginSecrets;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Envelope;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Interrupted;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all transports to a smart host do, against the same real server. */
public abstract class TransportContract extends WithSink {
    private static final int LARGE = 5 << 20;

    /** @param user null for no login */
    protected abstract Transport transport(int port, Tls tls, String user, String password);

    protected final Transport transportTo(Settings settings) {
        return closedAtEnd(transport(server(settings).port(), Tls.NONE, null, null));
    }

    @Test
    void acceptedLetterArrivesWhole() {
        Transport transport = transportTo(Settings.PLAIN);

        assertAccepted(deliver(transport, TestMails.to("ann@mail.example", "Good morning")));

        String content = onlyContent();
        ReceivedMail mail = mails.peek();
        assertEquals(TestMails.SENDER, mail.envelopeFrom());
        assertEquals(List.of("ann@mail.example"), mail.recipients());
        for (String line : List.of(
                "Message-ID: " + TestMails.messageId("ann@mail.example"),
                "Date: Tue, 24 Nov 2026 10:15:30 +0000",
                "Subject: For ann@mail.example",
                "X-Entity: 42",
                "Good morning")) {
            assertTrue(content.contains(line + "\r\n"), () -> line + " is missing in\n" + content);
        }
        assertEquals(1, transport.figures().accepted());
    }

    @Test
    void dotsAtLineStartsArriveAsTheyWere() {
        Transport transport = transportTo(Settings.PLAIN);
        String text = ".begins\r\n..two\r\n.\r\nmiddle . dot\r\n.\r\nend\r\n";

        assertAccepted(deliver(transport, TestMails.to("ann@mail.example", text)));

        assertTrue(onlyContent().contains("\r\n" + text), this::onlyContent);
    }

    /** As composed, except for empty lines at the very end. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\r\n", "no end", ".\r\n..\r\n...\r\n", "--b\r\n\r\n\r\nx \r\n\t\r\n", "a=3D=\r\nb\r\n \r\n"})
    void everyByteArrives(String body) {
        Transport transport = transportTo(Settings.PLAIN);
        ComposedMail letter = TestMails.to("ann@mail.example", body);

        assertAccepted(deliver(transport, letter));

        String composed = new String(letter.mime().get().get(0), StandardCharsets.US_ASCII);
        assertEquals(composed.endsWith("\r\n") ? composed : composed + "\r\n", onlyContent());
    }

    /** Full of dots at line starts, in chunks that end anywhere. */
    @Test
    void everyByteOfALargeLetterArrives() {
        Transport transport = transportTo(Settings.PLAIN);
        ComposedMail letter = TestMails.to("ann@mail.example", "");
        byte[] chunk = ".\r\n..\r\nmore\r\n.even more\r\n.".repeat(37).getBytes(StandardCharsets.US_ASCII);
        List<byte[]> chunks = new ArrayList<>(letter.mime().get());
        for (int size = 0; size < LARGE; size += chunk.length) {
            chunks.add(chunk);
        }
        chunks.add("\r\n".getBytes(StandardCharsets.US_ASCII));

        assertAccepted(deliver(transport, new ComposedMail(letter.envelope(), () -> chunks)));

        ByteArrayOutputStream composed = new ByteArrayOutputStream();
        chunks.forEach(composed::writeBytes);
        assertArrayEquals(composed.toByteArray(), mails.peek().content());
    }

    @Test
    void nullSenderIsSaidAsSuch() {
        Transport transport = transportTo(Settings.PLAIN);

        assertAccepted(deliver(transport, TestMails.letter(new Envelope("", "ann@mail.example"), "A bounce")));
        assertEquals("", mails.peek().envelopeFrom());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example> SIZE=1", "<a@b.example"})
    void addressThatWouldSpeakForItselfIsRefused(String address) {
        Transport transport = transportTo(Settings.PLAIN);

        assertEquals(553, refusal(deliver(transport, TestMails.to(address))).code());
        assertEquals(0, mails.size());
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 450, 4.7.1",
        "MAIL, 550, 5.7.1",
        "RCPT, 450, 4.2.0",
        "RCPT, 451, 4.7.1",
        "RCPT, 550, 5.1.1",
        "DATA, 451, 4.3.0",
        "DATA, 554, 5.7.1",
        "END_OF_DATA, 452, 4.3.1",
        "END_OF_DATA, 552, 5.3.4",
        "END_OF_DATA, 554, 5.7.1"
    })
    void refusalIsHandedOnAndTheNextLetterGoes(SmtpStage stage, int code, String enhancedCode) {
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(stage, Action.answer(code, enhancedCode + " not this one"))
                .firstTimes(1));

        Reply reply = refusal(deliver(transport, TestMails.to("ann@mail.example")));
        Handover next = deliver(transport, TestMails.to("bob@mail.example"));

        assertEquals(new Reply(code, enhancedCode, "not this one"), reply);
        assertAccepted(next);
        assertEquals(List.of("bob@mail.example"), mails.peek().recipients());
        assertEquals(1, mails.size());
        assertEquals(1, transport.figures().refused());
    }

    /** The same words at each stage: what was refused before RCPT is not the recipient. */
    @ParameterizedTest
    @CsvSource({"GREETING, false", "MAIL, false", "RCPT, true", "DATA, true", "END_OF_DATA, true"})
    void onlyARefusedRecipientIsSuppressed(SmtpStage stage, boolean hard) {
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(stage, Action.answer(550, "5.1.1 user unknown")));

        Handover handover = deliver(transport, TestMails.to("ann@mail.example"));

        assertEquals(hard, Attempt.of("relay", handover).bounce().hard(), handover::toString);
    }

    /** Postfix and others refuse a sender at RCPT, where "unknown user" alone does not tell whose address it is. */
    @ParameterizedTest
    @CsvSource({
        "5.1.0 <bounces@shop.example>: Unknown user, false",
        "5.1.1 <news@shop.example> does not exist, false",
        "<ann@mail.example>: Unknown user, true",
        "<ann@inner.example>: Unknown user, true",
        "<ann@mail.example> to bounces@shop.example: user unknown, true"
    })
    void aReplyThatNamesTheSenderSuppressesNobody(String reply, boolean hard) {
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(SmtpStage.RCPT, Action.answer(550, reply)));
        ComposedMail letter = TestMails.to("ann@mail.example");

        Handover handover = deliver(transport, letter);

        Bounce bounce = Attempt.atMailServer("mx", handover, letter.envelope(), "shop.example")
                .bounce();
        assertEquals(hard, bounce.hard(), bounce::toString);
        assertEquals(hard ? Category.BAD_MAILBOX : Category.AUTH, bounce.category());
    }

    @ParameterizedTest
    @CsvSource({"421, 4.3.2", "554, 5.7.1"})
    void serverThatTurnsUsAwayIsUnreachable(int code, String enhancedCode) {
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(SmtpStage.GREETING, Action.answer(code, enhancedCode + " too busy")));

        Unreachable unreachable = unreachable(deliver(transport, TestMails.to("ann@mail.example")));

        assertEquals(new Reply(code, enhancedCode, "too busy"), unreachable.reply());
    }

    @Test
    void letterOnWhichTheServerClosesIsNotTaken() {
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(SmtpStage.MAIL, Action.answer(421, "4.7.0 come back later")));

        assertNotTaken(deliver(transport, TestMails.to("ann@mail.example")));
    }

    @Test
    void nobodyThereIsUnreachable() {
        server(Settings.PLAIN).close();
        Transport transport = closedAtEnd(transport(sink.port(), Tls.NONE, null, null));

        unreachable(deliver(transport, TestMails.to("ann@mail.example")));
        assertEquals(1, transport.figures().unreachable());
    }

    @Test
    void connectionThatBreaksAfterTheLetterIsInterrupted() {
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(SmtpStage.END_OF_DATA, Action.takeAndClose()));

        assertInstanceOf(Interrupted.class, deliver(transport, TestMails.to("ann@mail.example")));
        assertEquals(1, mails.size());
        assertEquals(1, transport.figures().interrupted());
    }

    @Test
    void connectionThatBreaksInTheLetterIsNeitherAcceptedNorRefused() {
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(SmtpStage.DATA, Action.inBody(100, Action.close())));

        assertNotTaken(deliver(transport, TestMails.to("ann@mail.example", "x".repeat(70) + "\r\n")));
    }

    @ParameterizedTest
    @CsvSource({"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void serverThatHangsIsGivenUp(SmtpStage stage) {
        patience = SHORT;
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(stage, Action.hang()));

        assertNotTaken(deliver(transport, TestMails.to("ann@mail.example")));
    }

    @ParameterizedTest
    @CsvSource({"NONE, NONE", "STARTTLS, STARTTLS", "IMPLICIT, IMPLICIT", "STARTTLS, OPPORTUNISTIC"})
    void letterGoesUnderTls(SmtpSink.Tls offered, Tls wanted) {
        server(Settings.PLAIN.withTls(offered));
        Transport transport = closedAtEnd(transport(sink.port(), wanted, null, null));

        assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));
        assertEquals(offered != SmtpSink.Tls.NONE, mails.peek().manner().encrypted());
    }

    @Test
    void opportunisticTlsGoesWithoutWhereNoneIsOffered() {
        server(Settings.PLAIN);
        Transport transport = closedAtEnd(transport(sink.port(), Tls.OPPORTUNISTIC, null, null));

        assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));
    }

    @Test
    void neededTlsThatIsNotOfferedIsUnreachable() {
        server(Settings.PLAIN);
        Transport transport = closedAtEnd(transport(sink.port(), Tls.STARTTLS, null, null));

        unreachable(deliver(transport, TestMails.to("ann@mail.example")));
        assertEquals(0, mails.size());
    }

    @Test
    void brokenTlsIsNotALetterInPlainText() {
        server(Settings.PLAIN.withTls(SmtpSink.Tls.STARTTLS));
        sink.script(Script.at(SmtpStage.STARTTLS, Action.breakTls()));
        Transport transport = closedAtEnd(transport(sink.port(), Tls.STARTTLS, null, null));

        assertNotTaken(deliver(transport, TestMails.to("ann@mail.example")));
    }

    @ParameterizedTest
    @CsvSource({"PLAIN", "LOGIN"})
    void logsIn(String mechanism) {
        server(Settings.PLAIN.withUsers(Map.of("mailer", "s3cret")).withMechanisms(mechanism));
        Transport transport = closedAtEnd(transport(sink.port(), Tls.NONE, "mailer", "s3cret"));

        assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));
        assertEquals("mailer", mails.peek().manner().user());
    }

    @Test
    void refusedLoginIsUnreachable() {
        server(Settings.PLAIN.withUsers(Map.of("mailer", "s3cret")));
        Transport transport = closedAtEnd(transport(sink.port(), Tls.NONE, "mailer", "wrong"));

        unreachable(deliver(transport, TestMails.to("ann@mail.example")));
    }

    @ParameterizedTest
    @CsvSource({"PLAIN", "LOGIN"})
    void replyThatRepeatsThePasswordIsNotKept(String mechanism) {
        server(Settings.PLAIN.withUsers(Map.of("mailer", "s3cret")).withMechanisms(mechanism));
        String plain = LoginSecrets.base64("\0mailer\0s3cret");
        sink.script(Script.at(SmtpStage.AUTH, Action.answer(500, "5.5.2 what is %s s3cret?".formatted(plain))));
        Transport transport = closedAtEnd(transport(sink.port(), Tls.NONE, "mailer", "s3cret"));

        String told = unreachable(deliver(transport, TestMails.to("ann@mail.example")))
                .toString();

        assertTrue(!told.contains(plain) && !told.contains("s3cret"), told);
    }

    @Test
    void tooLargeLetterIsRefused() {
        Transport transport = transportTo(Settings.PLAIN.withMaxBytes(1_000));

        Reply reply =
                refusal(deliver(transport, TestMails.to("ann@mail.example", ("x".repeat(70) + "\r\n").repeat(20))));

        assertEquals(552, reply.code());
        assertEquals("5.3.4", reply.enhancedCode());
    }

    @Test
    void manyLettersArriveOnceEach() {
        Transport transport = transportTo(Settings.PLAIN);
        int count = 500;

        List<CompletableFuture<Handover>> handovers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Lane lane = Lane.values()[i % 3];
            handovers.add(transport
                    .deliver(TestMails.to("r" + i + "@mail.example"), lane)
                    .subscribeAsCompletionStage());
        }

        handovers.forEach(handover -> assertAccepted(Patience.result(handover)));
        assertEquals(count, mails.size());
        Set<String> distinct = new HashSet<>();
        mails.forEach(mail -> distinct.addAll(mail.recipients()));
        assertEquals(count, distinct.size());
        assertEquals(count, transport.figures().accepted());
    }

    @Test
    void closedTransportTakesNothing() {
        Transport transport = transportTo(Settings.PLAIN);
        assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));

        transport.close(Duration.ofSeconds(5)).await().atMost(BOUND);

        assertInstanceOf(Unreachable.class, deliver(transport, TestMails.to("bob@mail.example")));
        assertEquals(1, mails.size());
    }
}
