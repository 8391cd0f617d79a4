package io.postrider.sender.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.contract.Content;
import io.postrider.contract.Content.Mailbox;
import io.postrider.local.smtp.SinkCertificate;
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
