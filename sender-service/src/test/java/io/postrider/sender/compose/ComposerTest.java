package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.sign.Signing;
import io.postrider.sender.model.ComposeException;
import io.postrider.sender.model.ComposedMail;
import io.postrider.tokens.ReturnPath;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComposerTest extends OverEveryTransport {

    @Test
    void textAloneIsPlain() throws Exception {
        ReadMail mail = new Mails().text("Hi {{first_name}}, 1 < 2").read();
        assertEquals("text/plain", mail.structure());
        assertEquals("Hi Ann, 1 < 2\r\n", mail.leaves().get(0).text());
        assertEquals("7bit", mail.leaves().get(0).encoding());
    }

    @Test
    void htmlAloneIsHtmlAndEscaped() throws Exception {
        ReadMail mail =
                new Mails().html("<p>{{x}}</p>").shared(Map.of("x", "<b>&")).read();
        assertEquals("text/html", mail.structure());
        assertEquals("<p>&lt;b&gt;&amp;</p>\r\n", mail.leaves().get(0).text());
    }

    @Test
    void bothAreAlternativesWithTheRicherOneLast() throws Exception {
        ReadMail mail = new Mails().text("Hi {{first_name}}").html("<p>Hi</p>").read();
        assertEquals("alternative(text/plain text/html)", mail.structure());
        assertEquals("Hi Ann", mail.leaves().get(0).text());
        assertEquals("<p>Hi</p>", mail.leaves().get(1).text());
    }

    @Test
    void neitherIsAnEmptyText() throws Exception {
        ReadMail mail = new Mails().read();
        assertEquals("text/plain", mail.structure());
        assertEquals("\r\n", mail.leaves().get(0).text());
        ReadMail blank = new Mails().text("").html("").read();
        assertEquals("alternative(text/plain text/html)", blank.structure());
        assertEquals("", blank.leaves().get(0).text() + blank.leaves().get(1).text());
    }

    @Test
    void headerFieldsStandInOrder() throws Exception {
        ReadMail mail = new Mails()
                .text("x")
                .html("y")
                .replyTo(new Mailbox("help@shop.example", null), new Mailbox("b@shop.example", "B, C"))
                .header("X-Entity", "{{first_name}}-42")
                .header("List-Unsubscribe", "<https://u.example/1>")
                .read();
        assertEquals(
                List.of(
                        "Date",
                        "From",
                        "To",
                        "Reply-To",
                        "Subject",
                        "Message-ID",
                        "MIME-Version",
                        "X-Entity",
                        "List-Unsubscribe",
                        "Content-Type"),
                mail.fieldNames());
        assertEquals("Thu, 5 Nov 2026 07:08:09 +0000", mail.field("Date"));
        assertEquals("Shop|news@shop.example", mail.from());
        assertEquals("Ann|ann@mail.example", mail.to());
        assertEquals(List.of("null|help@shop.example", "B, C|b@shop.example"), mail.replyTo());
        assertEquals("<" + Mails.MESSAGE + ".7@shop.example>", mail.field("Message-ID"));
        assertEquals("Ann-42", mail.field("X-Entity"));
    }

    @Test
    void secondAttemptHasTheSameBytes() {
        Mails letters = new Mails().text("Hi {{first_name}}").html("<p>ü {{first_name}}</p>");
        ComposedMail letter = letters.to(Mails.ANN);
        assertArrayEquals(Mails.bytes(letter), Mails.bytes(letter));
        assertArrayEquals(Mails.bytes(letter), Mails.bytes(letters.to(Mails.ANN)));
    }

    @Test
    void scheduledMailHasTheTimeForWhichItWasScheduledOnEveryAttempt() throws Exception {
        Mails letters = new Mails().text("x").sendAt(Mails.ACCEPTED.plus(Duration.ofDays(29)));
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertEquals("Fri, 4 Dec 2026 07:08:09 +0000", letters.read().field("Date"));
        }
    }

    @Test
    void lineEndsOfVariablesBeginNoField() throws Exception {
        ComposedMail letter = new Mails()
                .subject("Hi {{first_name}}\r\nBcc: x@y.example")
                .text("T {{first_name}}")
                .header("X-A", "{{first_name}}\n")
                .to(Mails.ANN);
        ReadMail mail = new ReadMail(Mails.bytes(letter));
        assertEquals("Hi Ann  Bcc: x@y.example", mail.subject());
        assertEquals("Ann", mail.field("X-A"));
        assertNull(mail.field("Bcc"));
        assertEquals("news@shop.example", letter.envelope().from());
        assertEquals("ann@mail.example", letter.envelope().recipient());
    }

    @Test
    void fieldThatRendersBlankIsLeftOut() throws Exception {
        ReadMail mail = new Mails().header("X-A", "{{#absent}}x{{/absent}} ").read();
        assertNull(mail.field("X-A"));
    }

    /** Also where there are no other tags, so that nothing depends on the recipient. */
    @Test
    void commentsAreNotMailed() throws Exception {
        String comment = "{{!-- for {{name}} --}}{{! draft }}";
        ReadMail mail = new Mails()
                .subject("Hi" + comment)
                .text("text" + comment)
                .html("<p>html</p>" + comment)
                .header("X-A", "a" + comment)
                .read();
        assertEquals("Hi", mail.subject());
        assertEquals("a", mail.field("X-A"));
        List<ReadMail.Leaf> leaves = mail.leaves();
        assertEquals("text", leaves.get(0).text());
        assertEquals("<p>html</p>", leaves.get(1).text());
    }

    @Test
    void quotedLocalPartIsOneAddressInTo() throws Exception {
        String address = "\"a..b\"@mail.example";
        for (String name : new String[] {null, "Ann", "Lee, \"Ann\""}) {
            byte[] bytes = Mails.bytes(new Mails().text("x").to(new Recipient(0, address, name, Map.of())));
            InternetAddress[] to = InternetAddress.parse(new ReadMail(bytes).field("To"), true);
            assertEquals(1, to.length);
            assertEquals(address, to[0].getAddress());
            assertEquals(name, to[0].getPersonal());
        }
    }

    @Test
    void internationalisedRecipientIsWrittenAsItIs() throws Exception {
        Recipient recipient = new Recipient(0, "anna.müller@xn--mller-kva.example", "Anna Müller", Map.of());
        Mails letters = new Mails().subject("Grüße").text("x");
        assertTrue(letters.to(recipient).envelope().needsSmtpUtf8());
        ReadMail mail = letters.readBy(recipient);
        assertTrue(mail.headerSection().contains("<anna.müller@xn--mller-kva.example>"), mail.headerSection());
        assertEquals("Grüße", mail.subject());
        assertEquals("Shop|news@shop.example", mail.from());
    }

    @Test
    void mailIsAsciiUnlessAnAddressIsNot() {
        byte[] bytes = Mails.bytes(new Mails()
                .from("news@shop.example", "Bücher")
                .subject("Grüße 🎉")
                .text("Hallo Jürgen")
                .html("<p>日本</p>")
                .header("X-A", "日本")
                .to(new Recipient(0, "a@b.example", "Jürgen", Map.of())));

        String mail = new String(bytes, StandardCharsets.UTF_8);
        assertTrue(mail.chars().allMatch(c -> c < 127), mail);
    }

    @Test
    void internationalisedReplyAddressNeedsSuchAnEnvelope() {
        Mails letters = new Mails().text("x").replyTo(new Mailbox("hülfe@shop.example", null));
        ComposeException e = assertThrows(ComposeException.class, () -> letters.to(Mails.ANN));
        assertFalse(e.getMessage().contains("@"), e.getMessage());
        letters.to(new Recipient(0, "ü@b.example", null, Map.of()));
    }

    @Test
    void recipientWithoutAVariableBouncesWithAReasonThatShowsNobody() {
        Mails letters = new Mails().text("Hi {{first_name}} {{order.total}}");
        ComposeException e = assertThrows(ComposeException.class, () -> letters.to(Mails.ANN));
        assertEquals(
                "the text cannot be rendered: variable 'order.total' is missing or is not a string, number or "
                        + "boolean",
                e.getMessage());
    }

    @Test
    void contentWithABrokenTemplateNamesThePartAndLine() {
        ComposeException e = assertThrows(
                ComposeException.class, () -> new Mails().html("a\n{{secret").compile());
        assertEquals("the html is no valid template: line 2", e.getMessage());
    }

    @Test
    void eachDeliveryHasAReturnPathOfItsOwn() throws Exception {
        ReturnPath path = new ReturnPath("bounces.shop.example", List.of("k".repeat(32)));
        Composer composer = new Composer(Signing.none(), Optional.of(path));
        Recipient recipient = new Recipient(7, "ann@mail.example", null, Map.of());
        ComposedMail letter = new Mails().text("x").to(recipient, composer);
        ReturnPath.Delivery bounced = path.read(letter.envelope().from()).orElseThrow();
        String messageId = new ReadMail(Mails.bytes(letter)).field("Message-ID");
        assertEquals(bounced, path.readMessageId(messageId).orElseThrow());
        assertEquals(7, bounced.ordinal());
        assertTrue(messageId.startsWith("<" + bounced.message() + ".7."), messageId);
    }
}
