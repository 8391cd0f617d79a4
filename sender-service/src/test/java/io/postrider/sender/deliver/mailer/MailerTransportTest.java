package io.postrider.sender.deliver.mailer;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SinkCertificate;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.TransportContract;
import io.postrider.sender.deliver.transport.Transport;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Envelope;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Interrupted;
import io.postrider.sender.model.Handover.Unreachable;
import io.postrider.sender.model.Reply;
import io.postrider.testing.Patience;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract for the everyday transport, on the mail client that quarkus-mailer makes of its settings. */
class MailerTransportTest extends TransportContract {
    private static final int CONNECTIONS = 8;

    @Override
    protected Transport transport(int port, Tls tls, String user, String password) {
        MailConfig config = new MailConfig()
                .setHostname("localhost")
                .setPort(port)
                .setSsl(tls == Tls.IMPLICIT)
                .setStarttls(starttls(tls))
                .setLogin(user == null ? LoginOption.DISABLED : LoginOption.REQUIRED)
                .setUsername(user)
                .setPassword(password)
                .setTrustAll(tls == Tls.OPPORTUNISTIC)
                .setMaxPoolSize(CONNECTIONS)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(SinkCertificate.LOCALHOST
                                .writePem(folder.resolve("sink.pem"))
                                .toString()));
        return new MailerTransport(
                vertx, new MailerClient(MailClient.create(vertx, config), config.getMaxPoolSize()), patience);
    }

    private static StartTLSOptions starttls(Tls tls) {
        return switch (tls) {
            case STARTTLS -> StartTLSOptions.REQUIRED;
            case OPPORTUNISTIC -> StartTLSOptions.OPTIONAL;
            default -> StartTLSOptions.DISABLED;
        };
    }

    @Test
    void internationalAddressIsRefused() {
        server(Settings.PLAIN);
        Reply reply = refusal(deliver(
                closedAtEnd(transport(sink.port(), Tls.NONE, null, null)), TestMails.to("jürgen@mail.example")));
        assertEquals("5.6.7", reply.enhancedCode());
        assertEquals(0, mails.size());
    }

    /** The address is good. It is the client that has no words for it. */
    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"@mail.example", "\"a,b\"@mail.example", "ann(c)@mail.example"})
    void addressThatTheClientCannotSayIsRefusedAndNotSuppressed(String address) {
        server(Settings.PLAIN);
        Handover handover = deliver(closedAtEnd(transport(sink.port(), Tls.NONE, null, null)), TestMails.to(address));
        assertEquals("5.3.3", refusal(handover).enhancedCode());
        assertFalse(Attempt.atSmartHost("relay", handover, new Envelope(TestMails.SENDER, address), "shop.example")
                .bounce()
                .hard());
    }

    /** What the client would encode would no longer be what was composed and signed. */
    @ParameterizedTest
    @MethodSource("bodiesThatTheClientWouldEncode")
    void bodyThatTheClientWouldEncodeIsRefused(String body) {
        server(Settings.PLAIN);
        Reply reply = refusal(deliver(
                closedAtEnd(transport(sink.port(), Tls.NONE, null, null)), TestMails.to("ann@mail.example", body)));
        assertEquals("5.6.3", reply.enhancedCode());
        assertEquals(0, mails.size());
    }

    static List<String> bodiesThatTheClientWouldEncode() {
        return List.of("ü", "bare\nLF", "bare\rCR", "\0", "x".repeat(999));
    }

    /** Of itself the mail client sends to all that it shows. */
    @Test
    void copyShowsItsAddresseesAndGoesToItsRecipientAlone() {
        byte[] mime = String.join(
                        "\r\n",
                        "From: news@shop.example",
                        "To: ann@mail.example",
                        "Cc: Ben <ben@mail.example>,",
                        " dora@mail.example",
                        "Subject: s",
                        "",
                        "Hi")
                .getBytes(StandardCharsets.US_ASCII);
        Transport transport = transportTo(Settings.PLAIN);
        for (String recipient : List.of("ann@mail.example", "ben@mail.example", "carl@hidden.example")) {
            mails.clear();
            assertAccepted(deliver(
                    transport, new ComposedMail(new Envelope(TestMails.SENDER, recipient), () -> List.of(mime))));
            assertEquals(List.of(recipient), mails.peek().recipients());
            assertTrue(onlyContent().endsWith(new String(mime, StandardCharsets.US_ASCII) + "\r\n"), onlyContent());
        }
    }

    @Test
    void longestLineGoesAsItIs() {
        String line = "=".repeat(998);
        Transport transport = transportTo(Settings.PLAIN);
        assertAccepted(deliver(transport, TestMails.to("ann@mail.example", line + "\r\n\t" + line.substring(1))));
        assertTrue(onlyContent().endsWith("\r\n\r\n" + line + "\r\n\t" + line.substring(1) + "\r\n"));
    }

    /** Mails beyond the connections wait without taking memory, and are handed back when the route closes. */
    @Test
    void asManyAreComposedAsThereAreConnections() {
        Transport transport = transportTo(Settings.PLAIN);
        sink.script(Script.at(SmtpStage.END_OF_DATA, Action.hang()));
        AtomicInteger made = new AtomicInteger();
        ComposedMail counted = TestMails.counted(TestMails.to("ann@mail.example"), made);
        List<CompletableFuture<Handover>> handovers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            handovers.add(transport.deliver(counted, Lane.BULK).subscribeAsCompletionStage());
        }

        await().until(() -> made.get() == CONNECTIONS);
        assertEquals(100 - CONNECTIONS, transport.figures().waiting());
        transport.close(Duration.ofMillis(1)).await().atMost(BOUND);
        handovers
                .subList(CONNECTIONS, handovers.size())
                .forEach(waited -> assertInstanceOf(Unreachable.class, Patience.result(waited)));
        sink.close();
        handovers
                .subList(0, CONNECTIONS)
                .forEach(carried -> assertInstanceOf(Interrupted.class, Patience.result(carried)));
        assertEquals(CONNECTIONS, made.get());
    }
}
