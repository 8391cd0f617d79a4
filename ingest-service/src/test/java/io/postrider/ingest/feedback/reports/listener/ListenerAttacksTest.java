package io.postrider.ingest.feedback.reports.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.ReportClient;
import io.postrider.tokens.ReturnPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was tried on the listener and must go on failing. */
@Tag("slow")
class ListenerAttacksTest {
    private static final String DOMAIN = RunningListener.DOMAIN;
    private static final ReturnPath PATHS = new ReturnPath(DOMAIN, List.of(RunningListener.KEY));

    private final RunningListener listener = RunningListener.with();
    private final ReportClient client = ReportClient.greeted(listener.port());

    @AfterEach
    void stop() {
        client.close();
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ann@mail.example>",
                "<ann%mail.example@bounces.shop.example>",
                "<mail.example!ann@bounces.shop.example>",
                "<@bounces.shop.example:ann@mail.example>",
                "<@mail.example,@bounces.shop.example:ann@mail.example>",
                "<@bounces.shop.example:postmaster@mail.example>",
                "<\"ann@mail.example\"@bounces.shop.example>",
                "<\"ann@mail.example\">",
                "<ann@mail.example@bounces.shop.example>",
                "<postmaster@mail.example>",
                "<postmaster@sub.bounces.shop.example>",
                "<postmaster@bounces.shop.example.>",
                "<postmaster@bounces.shop.example@mail.example>",
                "<postmaster%mail.example>",
                "<postmaster%mail.example@bounces.shop.example>",
                "<postmaster+x@bounces.shop.example>",
                "<\"postmaster\"@mail.example>",
                "<@postmaster>",
                "<post\u017faster>",
                "<po\u017ftmaster@bounces.shop.example>",
                "<postmaster@[127.0.0.1]>",
                "<postmaster@localhost>",
                "<abuse@bounces.shop.example>",
                "<root@bounces.shop.example>",
                "<>",
                "<@>",
                "<|cat /etc/passwd>",
                "ann@mail.example"
            })
    void nothingIsRelayed(String recipient) {
        client.expect("250", client.say("MAIL FROM:<ann@mail.example>"));
        client.expect("550", client.say("RCPT TO:" + recipient));
        client.expect("503", client.say("DATA"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<postmaster>",
                "<Postmaster>",
                "<POSTMASTER>",
                "<postmaster@bounces.shop.example>",
                "<PostMaster@BOUNCES.Shop.Example>",
                "postmaster"
            })
    void postmasterIsTaken(String recipient) {
        client.expect("250", client.say("MAIL FROM:<ann@mail.example>"));
        client.expect("250", client.say("RCPT TO:" + recipient));
        String reply = client.data("Subject: x\r\n\r\ny\r\n");
        assertTrue(reply.startsWith("250 2.6.0 Accepted, but mail to postmaster is not read here"), reply);
        assertEquals(1, listener.dropped("postmaster"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VRFY postmaster", "VRFY ann@mail.example", "EXPN list", "EXPN postmaster"})
    void noMailboxIsConfirmed(String command) {
        client.expect("502", client.say(command));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AUTH PLAIN AGFubgBzZWNyZXQ=",
                "AUTH LOGIN",
                "XCLIENT ADDR=192.0.2.1 LOGIN=ann",
                "XFORWARD ADDR=192.0.2.1",
                "PROXY TCP4 192.0.2.1 198.51.100.7 40000 25",
                "ETRN mail.example",
                "TURN",
                "SEND FROM:<ann@mail.example>",
                "SOML FROM:<ann@mail.example>",
                "DEBUG",
                "WIZ",
                "X-EXPS GSSAPI"
            })
    void noOtherCommandDoesAnything(String command) {
        String reply = client.say(command);
        assertTrue(reply.startsWith("50"), reply);
        client.expect("250", client.say("NOOP"));
    }

    @Test
    void forgedTokensAreNoRecipients() {
        UUID id = UUID.fromString("01890000-0000-7000-8000-000000000001");
        String path = PATHS.sign(id, 0);
        String local = path.substring(0, path.indexOf('@'));
        client.expect("250", client.say("MAIL FROM:<>"));
        for (String forged : List.of(
                flipped(path, 5),
                flipped(path, local.length() - 1),
                local + "@mail.example",
                local + "@other.shop.example",
                local.substring(0, local.length() - 1) + "@" + DOMAIN,
                local + "a@" + DOMAIN,
                local.replace("b+", "b-") + "@" + DOMAIN,
                PATHS.sign(id, 1).substring(0, 40) + path.substring(40),
                new ReturnPath(DOMAIN, List.of("another-key-of-32-characters-and-more")).sign(id, 0))) {
            client.expect("550", client.say("RCPT TO:<%s>".formatted(forged)));
        }
        client.expect("250", client.say("RCPT TO:<%s>".formatted(path)));
        client.expect("250", client.say("RCPT TO:<%s>".formatted(path.toUpperCase(Locale.ROOT))));
    }

    private static String flipped(String path, int at) {
        char other = path.charAt(at) == 'a' ? 'c' : 'a';
        return path.substring(0, at) + other + path.substring(at + 1);
    }

    /** SMTP smuggling: what another server may take for the end of a mail is none here, so what follows is no command. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r\n.\r",
                "\n.\r",
                "\r.\n",
                "\r.\r\n",
                "\r\n\u0000.\r\n",
                "\r\n.\u0000\r\n",
                "\r\n. \r\n",
                "\n\n.\n\n",
                "\r\n..\r\n",
                "\u0085.\u0085",
                "\u2028.\u2028"
            })
    void nothingElseEndsAMail(String end) {
        client.expect("250", client.say("MAIL FROM:<>"));
        client.expect("250", client.say("RCPT TO:<postmaster>"));
        client.expect("354", client.say("DATA"));
        client.write("Subject: x\r\n\r\ny" + end
                + "MAIL FROM:<mallory@mail.example>\r\nRCPT TO:<postmaster>\r\nDATA\r\nSubject: smuggled\r\n\r\nz");
        client.expect("250", client.say("\r\n."));
        client.expect("250", client.say("NOOP"));
        assertEquals(1, listener.dropped("postmaster"), "one mail");
    }

    @Test
    void aPipelineInOnePacketIsTakenInItsOrder() {
        client.write("MAIL FROM:<>\r\nRCPT TO:<ann@mail.example>\r\nDATA\r\nRCPT TO:<postmaster>\r\nRSET\r\nNOOP\r\n");
        for (String code : List.of("250", "550", "503", "250", "250", "250")) {
            client.expect(code, client.reply());
        }
    }

    @Test
    void aLineWithoutAnEndIsHungUpOn() {
        client.write("x".repeat(5_000));
        assertTrue(client.reply().startsWith("501"));
        assertEquals("", client.reply());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EHLO a\nMAIL FROM:<x@y.example>", "EHLO a\rMAIL FROM:<x@y.example>"})
    void bareEndsOfLinesInCommandsAreHungUpOn(String command) {
        assertTrue(client.say(command).startsWith("501"));
        assertEquals("", client.reply());
    }

    @Test
    void bytesThatAreNoTextAreHungUpOn() {
        client.write(new byte[] {'E', 'H', 'L', 'O', ' ', (byte) 0xff, (byte) 0xfe, '\r', '\n'});
        assertTrue(client.reply().startsWith("501"));
    }

    /** The library fails on these. Only the one connection ends, and others are served. */
    @ParameterizedTest
    @ValueSource(strings = {"MAIL FROM:<> SIZE=99999999999999999999", "MAIL FROM:<> SIZE=2147483648"})
    void aSizeBeyondAllNumbersEndsTheConnection(String command) {
        String reply = client.say(command);
        assertTrue(reply.startsWith("421") || reply.startsWith("5"), reply);
        try (ReportClient next = ReportClient.greeted(listener.port())) {
            next.expect("250", next.say("NOOP"));
        }
    }

    /** Chunks (RFC 3030) cannot carry a command, nor more than DATA can. */
    @Test
    void chunksCarryNoCommands() {
        client.expect("250", client.say("MAIL FROM:<>"));
        client.expect("503", client.say("BDAT 5 LAST"));
        client.expect("250", client.say("RCPT TO:<postmaster>"));
        byte[] chunk = "Subject: x\r\n\r\n.\r\nMAIL FROM:<a@b.example>\r\n".getBytes(StandardCharsets.US_ASCII);
        client.write("BDAT %d LAST\r\n".formatted(chunk.length));
        client.write(chunk);
        client.expect("250", client.reply());
        client.expect("250", client.say("NOOP"));
        assertEquals(1, listener.dropped("postmaster"));
    }

    @Test
    void aReplyHasNoLineOfTheClient() {
        for (String command :
                List.of("RCPT TO:<\u202eann\u2028@x.example>", "MAIL FROM <\u001b[31mann@x.example>", "HELP \u0007")) {
            String reply = client.say(command);
            assertFalse(reply.contains("\r"), reply);
            assertTrue(reply.matches("(?s)([2-5]\\d\\d[ -][^\n]*\n)+"), reply);
        }
    }
}
