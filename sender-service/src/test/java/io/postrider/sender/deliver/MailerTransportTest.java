package io.postrider.sender.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.contract.Addressees;
import io.postrider.contract.Content;
import io.postrider.contract.Content.Mailbox;
import io.postrider.local.smtp.SinkCertificate;
import io.postrider.local.smtp.SmtpSink.Settings;
import io.postrider.routes.Route.Tls;
import io.postrider.sender.Envelope;
import io.postrider.sender.Letter;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.mailer.runtime.MockMailboxImpl;
import io.quarkus.mailer.runtime.MutinyMailerImpl;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.mail.MailClient;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract for the everyday transport, on the real quarkus-mailer. */
class MailerTransportTest extends TransportContract {

    @Override
    Transport transport(int port, Tls tls, String user, String password) {
        MailConfig config = new MailConfig()
                .setHostname("localhost")
                .setPort(port)
                .setSsl(tls == Tls.IMPLICIT)
                .setStarttls(starttls(tls))
                .setLogin(user == null ? LoginOption.DISABLED : LoginOption.REQUIRED)
                .setUsername(user)
                .setPassword(password)
                .setTrustAll(tls == Tls.OPPORTUNISTIC)
                .setMaxPoolSize(8)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(SinkCertificate.LOCALHOST
                                .writePem(folder.resolve("sink.pem"))
                                .toString()));
        return new MailerTransport(vertx, mailer(config), patience);
    }

    private static StartTLSOptions starttls(Tls tls) {
        return switch (tls) {
            case STARTTLS -> StartTLSOptions.REQUIRED;
            case OPPORTUNISTIC -> StartTLSOptions.OPTIONAL;
            default -> StartTLSOptions.DISABLED;
        };
    }

    /**
     * As the extension makes it from {@code quarkus.mailer.*}. Its constructor is closed; without this the contract would
     * need the whole service with broker and database for each setting.
     */
    private static ReactiveMailer mailer(MailConfig config) {
        Vertx mutiny = Vertx.newInstance(vertx);
        try {
            Constructor<MutinyMailerImpl> constructor = MutinyMailerImpl.class.getDeclaredConstructor(
                    Vertx.class,
                    MailClient.class,
                    MockMailboxImpl.class,
                    String.class,
                    String.class,
                    boolean.class,
                    List.class,
                    boolean.class,
                    boolean.class,
                    Event.class);
            constructor.setAccessible(true);
            return constructor.newInstance(
                    mutiny, MailClient.create(mutiny, config), null, null, null, false, List.of(), false, false, null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The mail client sends to all that it shows. */
    @Test
    void copyShowsItsAddresseesAndGoesToItsRecipientAlone() {
        Letter ann = Letters.to("ann@mail.example");
        Addressees addressees = new Addressees(ann.to(), List.of(new Mailbox("ben@mail.example", "Ben")));
        Transport transport = transportTo(Settings.PLAIN);
        for (String recipient : List.of("ann@mail.example", "ben@mail.example", "carl@hidden.example")) {
            mails.clear();
            assertAccepted(deliver(
                    transport,
                    new Letter(
                            new Envelope(Letters.SENDER, recipient),
                            ann.messageId(),
                            ann.date(),
                            ann.to(),
                            ann.rendered().withAddressees(addressees),
                            ann.mime())));
            String content = onlyContent();
            assertEquals(List.of(recipient), mails.peek().recipients());
            assertTrue(content.contains("\r\nTo: ann@mail.example\r\n"), content);
            assertTrue(content.matches("(?s).*\r\nCc: \"?Ben\"? <ben@mail.example>\r\n.*"), content);
            assertFalse(content.toLowerCase(Locale.ROOT).contains("bcc"), content);
            assertFalse(content.contains("carl"), content);
        }
    }

    /** The mail client's boundaries can be guessed. */
    @Test
    void lineThatMayBeABoundaryGetsASpace() {
        Mailbox ann = new Mailbox("ann@mail.example", null);
        String text = "--=--vertxmail_1_2_3\r\nhi\n--=--vertxmail_1_2_3--\n-- \nx --=--";
        Content content = new Content(ann, List.of(), "s", text, text, Map.of(), List.of());
        Mail mail = MailerTransport.mail(new Letter(
                new Envelope("news@shop.example", ann.email()),
                "<1@shop.example>",
                Instant.EPOCH,
                ann,
                content,
                List::of));
        String sent = " --=--vertxmail_1_2_3\nhi\n --=--vertxmail_1_2_3--\n-- \nx --=--";
        assertEquals(sent, mail.getText());
        assertEquals(sent, mail.getHtml());
    }
}
