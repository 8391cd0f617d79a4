package io.postrider.sender;

import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Fixture.routed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.TestMessages;
import io.postrider.mail.Batch;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.sender.compose.sign.DkimKeys;
import io.postrider.sender.compose.sign.DkimVerifier;
import io.postrider.store.deliveries.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A route of kind {@code mailer} in the whole service: quarkus-mailer creates its client from its settings. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class MailerRouteTest {
    private static final String SUBJECT = "Frühlingsangebote für Sie und alle Ihre Freunde in der ganzen Welt 🎉";
    private static final String CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
    private static final Content CONTENT = new Content(
            new Mailbox("news@signed.example", "Ann <x>, \"Ö\" 🎉"),
            List.of(),
            SUBJECT,
            "Hallo Jürgen 🎉",
            "<p>Hallo <img src=\"cid:logo\"></p>",
            Map.of("List-Unsubscribe", "<https://u.example/%s>".formatted("x".repeat(90))),
            List.of(
                    new Attachment("logo.png", "image/png", "logo", new byte[] {1, 2}),
                    new Attachment(
                            "invite.ics",
                            "text/calendar; method=REQUEST",
                            null,
                            CALENDAR.getBytes(StandardCharsets.US_ASCII))));

    @BeforeEach
    void nothingIsLeft() {
        SINK.script(Script.acceptAll());
        MAILS.clear();
    }

    private static ReceivedMail mailed(String route) throws Exception {
        MAILS.clear();
        Batch batch = routed(TestMessages.accept(Lane.STANDARD, CONTENT, "ann@mail.example"), route);
        publish(batch);
        becomes(batch, 0, State.DELIVERED);
        return MAILS.remove();
    }

    @Test
    void mailIsSignedAndReadsAsItWasWritten() throws Exception {
        byte[] content = mailed("mailer").content();

        String raw = new String(content, StandardCharsets.UTF_8);
        assertFalse(raw.replace("\r\n", "").matches("(?s).*[\r\n].*"), raw);
        assertTrue(raw.chars().allMatch(c -> c < 127), raw);
        Path keys = Path.of(ConfigProvider.getConfig().getValue("postrider.compose.dkim", String.class));
        assertEquals(
                Map.of("r/signed.example/rsa", "pass", "e/signed.example/ed25519", "pass"),
                new DkimVerifier(DkimKeys.readRecords(keys.resolveSibling("records.txt"))).verify(content));
        MimeMessage mail = new MimeMessage(null, new ByteArrayInputStream(content));
        assertEquals(SUBJECT, mail.getSubject());
        assertEquals("Ann <x>, \"Ö\" 🎉", ((InternetAddress) mail.getFrom()[0]).getPersonal());
        assertTrue(raw.contains("\r\nContent-ID: <logo>\r\n"), raw);
        assertEquals(2, raw.split("Content-Type: text/calendar;\r\n method=REQUEST", -1).length - 1, raw);
    }

    /** All but what differs between any two mails: identifiers, time, boundary and signatures. */
    @Test
    void mailIsTheSameAsOverOurOwnClient() throws Exception {
        assertEquals(alike(mailed("relay")), alike(mailed("mailer")));
    }

    private static String alike(ReceivedMail mail) {
        return new String(mail.content(), StandardCharsets.US_ASCII)
                .replaceAll("(?s)^DKIM-Signature:.*?\r\n(?=Date: )", "")
                .replaceAll("(?m)^(Date|Message-ID): [^\r]*\r\n", "")
                .replaceAll("(boundary=\"|--)[^\r\n]*", "$1");
    }
}
