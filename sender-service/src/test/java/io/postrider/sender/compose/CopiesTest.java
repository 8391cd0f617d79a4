package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.sign.Signing;
import io.postrider.sender.model.ComposeException;
import io.postrider.sender.model.ComposedMail;
import io.postrider.tokens.ReturnPath;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One mail to several people: every copy shows the same, and goes to its recipient alone. */
class CopiesTest extends OverEveryTransport {
    private static final Recipient ANN = new Recipient(0, "ann@mail.example", "Ann", Map.of());
    private static final Recipient BEN = new Recipient(1, "ben@mail.example", null, Map.of());
    private static final Recipient CARL = new Recipient(2, "carl@hidden.example", "Carl", Map.of());
    private static final List<Recipient> ALL = List.of(ANN, BEN, CARL);

    private static Mails letters() {
        return new Mails()
                .subject("For {{name}}")
                .text("Dear {{name}}, {{email}}, {{n}}")
                .shared(Map.of("n", 7))
                .addressees(new Mailbox("ann@mail.example", "Ann"), new Mailbox("ben@mail.example", "Bén"));
    }

    @Test
    void allCopiesShowTheSame() throws Exception {
        Set<String> headers = new HashSet<>();
        for (Recipient recipient : ALL) {
            ReadMail mail = letters().readBy(recipient);
            headers.add(mail.headerSection());
            assertEquals("Ann|ann@mail.example", mail.to());
            assertEquals("Bén <ben@mail.example>", mail.field("Cc"));
            assertEquals("<" + Mails.MESSAGE + ".0@shop.example>", mail.field("Message-ID"));
            assertEquals("For Ann", mail.subject());
            assertEquals(
                    "Dear Ann, ann@mail.example, 7\r\n", mail.leaves().get(0).text());
        }
        assertEquals(1, headers.size(), headers::toString);
    }

    /** A signed one would name the addressee's delivery for a complaint about any copy. */
    @Test
    void messageIdOfCopiesIsNotSigned() throws Exception {
        ReturnPath path = new ReturnPath("bounces.shop.example", List.of("k".repeat(32)));
        Composer composer = new Composer(Signing.none(), Optional.of(path));
        for (Recipient recipient : ALL) {
            String messageId = new ReadMail(Mails.bytes(letters().to(recipient, composer))).field("Message-ID");
            assertEquals("<" + Mails.MESSAGE + ".0@shop.example>", messageId);
            assertEquals(Optional.empty(), path.readMessageId(messageId));
        }
    }

    @Test
    void blindCopyIsShownNowhere() {
        for (Recipient recipient : ALL) {
            ReadMail mail = letters().readBy(recipient);
            assertFalse(mail.raw.toLowerCase(Locale.ROOT).contains("bcc"), mail.raw);
            assertFalse(mail.raw.contains("hidden.example"), mail.raw);
            assertFalse(mail.raw.contains("Carl"), mail.raw);
        }
    }

    @Test
    void blindCopiesAloneLeaveOutCc() {
        ReadMail mail = new Mails()
                .text("x")
                .addressees(new Mailbox("ann@mail.example", null))
                .readBy(CARL);
        assertEquals(
                List.of("Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type"),
                mail.fieldNames().subList(0, 7));
        assertTrue(mail.headerLines().contains("To: ann@mail.example"), mail.headerSection());
    }

    @Test
    void eachCopyHasItsEnvelope() {
        ReturnPath path = new ReturnPath("bounces.shop.example", List.of("a key that only this test uses for paths"));
        Composer composer = new Composer(Signing.none(), Optional.of(path));
        Set<String> returnPaths = new HashSet<>();
        for (Recipient recipient : ALL) {
            ComposedMail letter = letters().to(recipient, composer);
            assertEquals(recipient.email(), letter.envelope().recipient());
            assertEquals(
                    recipient.ordinal(),
                    path.read(letter.envelope().from()).orElseThrow().ordinal());
            returnPaths.add(letter.envelope().from());
        }
        assertEquals(3, returnPaths.size());
    }

    @Test
    void copyCannotUnsubscribeTheAddressee() throws Exception {
        Mails letters = letters()
                .header("List-Unsubscribe", "<https://u.example/{{n}}>")
                .header("list-unsubscribe-post", "List-Unsubscribe=One-Click")
                .header("X-N", "{{n}}");
        ReadMail ann = letters.readBy(ANN);
        assertEquals("<https://u.example/7>", ann.field("List-Unsubscribe"));
        assertEquals("List-Unsubscribe=One-Click", ann.field("List-Unsubscribe-Post"));
        for (Recipient copy : List.of(BEN, CARL)) {
            ReadMail mail = letters.readBy(copy);
            assertFalse(mail.raw.toLowerCase(Locale.ROOT).contains("unsubscribe"), mail.raw);
            assertEquals("7", mail.field("X-N"));
        }
    }

    @Test
    void variableThatHidesTheNameTravelsWithEachCopy() throws Exception {
        for (Recipient recipient : ALL) {
            Recipient own =
                    new Recipient(recipient.ordinal(), recipient.email(), recipient.name(), Map.of("name", "Miss Ann"));
            assertEquals("For Miss Ann", letters().readBy(own).subject());
        }
    }

    @Test
    void manyAddressesAreFolded() throws Exception {
        Mailbox[] cc = IntStream.range(0, 49)
                .mapToObj(n -> new Mailbox("person%d@%s.example".formatted(n, "d".repeat(60)), "Persön " + n))
                .toArray(Mailbox[]::new);
        ReadMail mail =
                letters().addressees(new Mailbox("ann@mail.example", "Ann"), cc).readBy(CARL);
        assertTrue(mail.headerLines().stream().allMatch(line -> line.length() <= 998), mail.headerSection());
        assertEquals(
                Arrays.stream(cc)
                        .map(mailbox -> mailbox.name() + " <" + mailbox.email() + ">")
                        .toList(),
                List.of(mail.field("Cc").split(", ")));
    }

    @Test
    void addressBeyondAsciiNeedsAnEnvelopeThatSaysSo() {
        Mails letters =
                letters().addressees(new Mailbox("ann@mail.example", "Ann"), new Mailbox("jürgen@mail.example", null));
        assertThrows(ComposeException.class, () -> letters.to(ANN));
        ComposedMail letter = letters.from("grüße@shop.example", null).to(ANN);
        assertTrue(letter.envelope().needsSmtpUtf8());
    }

    @Test
    void mailWithoutCopiesShowsItsRecipientAlone() {
        ReadMail mail = new Mails().text("x").readBy(CARL);
        assertFalse(mail.fieldNames().contains("Cc"));
        assertNotEquals(-1, mail.raw.indexOf("\r\nTo: Carl <carl@hidden.example>\r\n"));
    }
}
