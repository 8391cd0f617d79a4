package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.header.FieldValue;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Recipient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldTest extends OverEveryTransport {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Hello",
                "Grüße aus München",
                "Привет, это очень длинная тема письма, которая не помещается ни в одну строку заголовка письма",
                "🎉🎊 Party 👩‍👩‍👧‍👦 now 🇩🇪",
                "日本語の件名がここにとても長く続いていて一つの符号化された単語には収まりません",
                "A long subject in plain ASCII that goes on and on until it must be folded at some space of it, or two",
                "Double  spaces   stay",
                "=?utf-8?Q?not_encoded?=",
                "What is =? and ?= here",
                "50 % off! \"quoted\" <b> & (comment), semi;colon: \\back",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "ü",
                "a_b=c?d ü",
                "back\\ slash before each \\ space at which \\ the field could \\ be folded \\ so that one \\ meets it"
            })
    void subjectIsReadAsItWasWritten(String subject) throws Exception {
        ReadMail mail = new Mails()
                .subject("{{{s}}}")
                .shared(Map.of("s", subject))
                .text("x")
                .read();
        assertEquals(subject, mail.subject());
        assertWellFormed(mail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann",
                "Ann Lee",
                "Lee, Ann",
                "Ann \"Annie\" Lee",
                "Ann (Boss) Lee",
                "back\\slash",
                "J. R. Lee",
                "Jürgen Müller",
                "Müller, Jürgen \"Jü\"",
                "ann@mail.example",
                "<x@y.example>",
                "=?utf-8?Q?Bank?=",
                "Анна Ивановна Константинопольская-Преображенская, старший менеджер",
                "🎉 Ann",
                "A very long display name in plain ASCII that is longer than a line of a header field may be at all",
                "semi;colon: x",
                "two  spaces"
            })
    void displayNameIsReadAsItWasWritten(String name) throws Exception {
        Recipient recipient = new Recipient(0, "ann@mail.example", name, Map.of());
        ReadMail mail = new Mails()
                .from("news@shop.example", name)
                .replyTo(
                        new Mailbox("a@b.example", name),
                        new Mailbox("c@d.example", null),
                        new Mailbox("e@f.example", name))
                .text("x")
                .readBy(recipient);
        assertEquals(name + "|news@shop.example", mail.from());
        assertEquals(name + "|ann@mail.example", mail.to());
        assertEquals(List.of(name + "|a@b.example", "null|c@d.example", name + "|e@f.example"), mail.replyTo());
        assertWellFormed(mail);
    }

    @Test
    void blankNameLeavesTheAddressAlone() throws Exception {
        Recipient recipient = new Recipient(0, "ann@mail.example", " \t", Map.of());
        assertTrue(new Mails().readBy(recipient).headerLines().contains("To: ann@mail.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\r\nBcc: x@y.example", "\nBcc: x", "\rBcc: x", "\u0000\u2028\u0085\r\n\r\nbody", "\u000b\u001b"
            })
    void noValueCanBeginAFieldOrTheBody(String evil) throws Exception {
        Recipient recipient = new Recipient(0, "ann@mail.example", "Ann" + evil, Map.of("x", "a" + evil + "b"));
        ReadMail mail = new Mails()
                .from("news@shop.example", "Shop" + evil)
                .replyTo(new Mailbox("r@b.example", evil + "R"))
                .subject("{{{x}}}")
                .header("X-A", "{{{x}}}")
                .text("x")
                .readBy(recipient);
        assertEquals(
                List.of(
                        "Date",
                        "From",
                        "To",
                        "Reply-To",
                        "Subject",
                        "Message-ID",
                        "MIME-Version",
                        "X-A",
                        "Content-Type",
                        "Content-Transfer-Encoding"),
                mail.fieldNames());
        assertEquals("x\r\n", mail.leaves().get(0).text());
        assertFalse(mail.headerSection().replace("\r\n", "").chars().anyMatch(Character::isISOControl));
    }

    @Test
    void longAddressOfTheWebStaysWhole() throws Exception {
        String link = "<https://u.example/" + "x".repeat(300) + "?a=?b>";
        ReadMail mail = new Mails()
                .header("List-Unsubscribe", link + ", <mailto:u@shop.example>")
                .read();
        assertEquals(link + ", <mailto:u@shop.example>", mail.field("List-Unsubscribe"));
        assertTrue(mail.headerLines().contains("List-Unsubscribe: " + link + ","), mail.headerSection());
    }

    @Test
    void noLineIsLongerThanSmtpAllows() throws Exception {
        ReadMail mail = new Mails().header("X-A", "y".repeat(5_000)).read();
        assertEquals("y".repeat(5_000), mail.field("X-A"));
        assertWellFormed(mail);
    }

    @Test
    void unpairedSurrogatesDoNoHarm() throws Exception {
        ReadMail mail = new Mails().subject("a\ud83db").text("c\udf89d").read();
        assertEquals("a?b", mail.subject());
        assertEquals("c?d\r\n", mail.leaves().get(0).text());
    }

    /** RFC 5322, 2.1.1 and RFC 2047, 2: lines, encoded words, and no line of spaces alone. */
    static void assertWellFormed(ReadMail mail) {
        List<String> faults = new ArrayList<>();
        for (String line : mail.headerLines()) {
            // A word that must stay whole, such as a link, has a separate line, or the first one with the field's name.
            String value = line.replaceFirst("^[A-Za-z-]+:", "").strip();
            int limit = line.contains("=?UTF-8?") ? 76 : value.contains(" ") ? 78 : 998;
            if (line.length() > limit || line.isBlank() || !FieldValue.ascii(line)) {
                faults.add(line);
            }
            for (String word : line.split(" ")) {
                if (word.startsWith("=?UTF-8?") && word.length() > 75) {
                    faults.add(word);
                }
            }
        }
        assertEquals(List.of(), faults);
    }
}
