package io.postrider.sender.deliver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.replies.Bounce;
import io.postrider.replies.Category;
import io.postrider.routing.Route;
import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that others met and that keep to no document. */
class OddServersTest extends WithSink {
    private SmtpTransport transport(Tls tls, Route.Credentials credentials) {
        return closedAtEnd(new SmtpTransport(vertx, Relay.to(sink.port(), tls, credentials), Relay.settings(patience)));
    }

    private SmtpTransport transport() {
        return transport(Tls.NONE, null);
    }

    /** Each reply is readable, though none is as RFC 5321, 4.2 wants it. */
    @Test
    void oddlyWrittenRepliesAreRead() {
        server(Settings.PLAIN).script(moment -> switch (moment.stage()) {
            case GREETING -> Action.inWords("220-mx.example\r\n220-no unsolicited mail\n220\r\n");
            case EHLO ->
                Action.inWords("250-mx.example  hello\n250-pipelining\r\n250-\r\n250-8bitmime \r\n250 Size=0\n");
            case MAIL -> Action.inWords("250\r\n");
            case RCPT -> Action.inWords("251 User not local; will forward to <ann@elsewhere.example>\r\n");
            case END_OF_DATA -> Action.inWords("250 angenommen f\u00fcr sp\u00e4ter \u0080\n");
            default -> Action.proceed();
        });
        SmtpTransport transport = transport();

        assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));
        Handover second = deliver(transport, TestMails.to("bob@mail.example"));

        assertAccepted(second);
        assertEquals(2, mails.size());
        assertEquals(1, sink.connectionsEver());
        String reply = ((Handover.Accepted) second).reply().text();
        assertTrue(reply.startsWith("angenommen f"), reply);
    }

    /** Latin-1 in a refusal does no harm to the rest of it. */
    @Test
    void refusalThatIsNoUtf8StaysReadable() {
        server(Settings.PLAIN)
                .script(Script.at(SmtpStage.RCPT, Action.say("550 5.1.1 Empf\u00e4nger unbekannt, user unknown\r\n")));

        Reply reply = refusal(deliver(transport(), TestMails.to("ann@mail.example")));

        assertEquals(550, reply.code());
        assertEquals("5.1.1", reply.enhancedCode());
        assertTrue(reply.text().endsWith("nger unbekannt, user unknown"), reply::text);
    }

    @Test
    void codeWithAHashIsReadAndAFewLinesAreOneReply() {
        server(Settings.PLAIN)
                .script(Script.at(SmtpStage.RCPT, Action.answer(550, "#5.1.0 Address rejected\nann@mail.example")));
        ComposedMail letter = TestMails.to("ann@mail.example");

        Handover handover = deliver(transport(), letter);

        assertEquals(
                "#5.1.0 Address rejected ann@mail.example", refusal(handover).text());
        assertEquals(Category.BAD_MAILBOX, bounce(handover, letter).category());
    }

    /** Each recipient has the reply that was given to it, also where the server hangs up behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void refusalBehindWhichTheServerHangsUpIsARefusal(SmtpStage stage) {
        server(Settings.PLAIN).script(Script.at(stage, Action.answerAndClose(550, "5.7.1 we do not want it")));
        SmtpTransport transport = transport();

        for (String name : List.of("ann", "bob", "cat")) {
            Reply reply = refusal(deliver(transport, TestMails.to(name + "@mail.example")));
            assertEquals(new Reply(550, "5.7.1", "we do not want it"), reply);
        }
        assertEquals(0, mails.size());
    }

    @Test
    void eachRecipientHasItsReply() {
        server(Settings.PLAIN)
                .script(Script.refuseRecipient("ann", 550, "5.1.1 ann is unknown")
                        .or(Script.refuseRecipient("bob", 552, "5.2.2 bob is over quota"))
                        .or(Script.refuseRecipient("cat", 450, "4.2.0 cat is greylisted")));
        SmtpTransport transport = transport();

        List<Handover> answers = List.of("ann", "bob", "cat").stream()
                .map(name -> deliver(transport, TestMails.to(name + "@mail.example")))
                .toList();

        assertEquals(
                List.of("ann is unknown", "bob is over quota", "cat is greylisted"),
                answers.stream().map(answer -> refusal(answer).text()).toList());
    }

    /** The server breaks off a mail that is too large; the reply may be lost with the connection, and then it comes later. */
    @Test
    void refusalInTheMiddleWithTheConnectionClosedIsNoSuccess() {
        server(Settings.PLAIN)
                .script(Script.at(SmtpStage.DATA, Action.inBody(1_000, Action.answerAndClose(552, "5.3.4 too large"))));
        ComposedMail letter = TestMails.to("ann@mail.example", "A line of text.\r\n".repeat(500_000));

        Handover handover = deliver(transport(), letter);

        boolean read = handover instanceof Handover.Refused refused
                && refused.reply().equals(new Reply(552, "5.3.4", "too large"));
        assertTrue(read || handover instanceof Handover.Unreachable, handover::toString);
        assertEquals(0, mails.size());
        if (read) {
            assertFalse(bounce(handover, letter).hard());
        }
    }

    /** The words in which servers refuse the sender; the recipient stays mailable, and a smart host may be passed by. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.7 No such domain shop.example",
                "553 5.1.0 <bounces@shop.example> does not exist",
                "550 5.1.0 <bounces@shop.example>: Unknown user",
                "550 5.1.8 Domain of sender address does not exist",
                "550 5.1.1 user unknown",
                "550 no such user here",
                "550 mailbox unavailable",
                "553 5.1.3 invalid address",
                "550 5.1.2 host unknown",
                "550 5.4.4 unrouteable address",
                "552 5.2.2 mailbox full",
                "550 5.2.1 account disabled",
                "551 not our user",
                "556 5.1.10 domain accepts no mail"
            })
    void refusedSenderNeverCostsTheRecipient(String words) {
        int code = Integer.parseInt(words.substring(0, 3));
        server(Settings.PLAIN).script(Script.at(SmtpStage.MAIL, Action.answer(code, words.substring(4))));
        ComposedMail letter = TestMails.to("ann@mail.example");

        Handover handover = deliver(transport(), letter);

        Bounce bounce = bounce(handover, letter);
        assertFalse(bounce.hard(), bounce::toString);
        assertFalse(bounce.badDomain(), bounce::toString);
        assertTrue(bounce.permanent());
        Attempt relayed = Attempt.atSmartHost("relay", handover, letter.envelope(), "shop.example");
        assertTrue(relayed.mayGoElsewhere(), relayed::toString);
    }

    /** "AUTH=LOGIN" and keywords in small letters are of before the standards; the prompts come one by one. */
    @ParameterizedTest
    @ValueSource(strings = {"250-auth=login", "250-Auth Login", "250-AUTH=PLAIN LOGIN"})
    void loginIsFoundInAnOldOffer(String offer) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "secret");
        server(Settings.PLAIN.withUsers(Map.of("mailer", "secret")));
        sink.script(Script.at(SmtpStage.EHLO, Action.inWords("250-mx\r\n" + offer + "\r\n250 8bitmime\r\n")));
        Route.Credentials credentials = new Route.Credentials("mailer", "${file:" + password + "}", true);

        assertAccepted(deliver(transport(Tls.NONE, credentials), TestMails.to("ann@mail.example")));

        assertEquals("mailer", mails.peek().manner().user());
    }

    /** What stands behind the 220 was not said under TLS: no TLS then, and plain text where TLS was only wished for. */
    @Test
    void wordsBehindTheReplyToStartTlsEndInPlainText() {
        server(Settings.PLAIN.withTls(SmtpSink.Tls.STARTTLS))
                .script(Script.at(SmtpStage.STARTTLS, Action.say("220 go\r\n250 AUTH PLAIN\r\n")));

        assertAccepted(deliver(transport(Tls.OPPORTUNISTIC, null), TestMails.to("ann@mail.example")));

        assertFalse(mails.peek().manner().encrypted());
        Patience.await().until(() -> sink.connectionsEver() >= 2);
    }

    private static Bounce bounce(Handover handover, ComposedMail letter) {
        return Attempt.atMailServer("mx", handover, letter.envelope(), "shop.example")
                .bounce();
    }
}
