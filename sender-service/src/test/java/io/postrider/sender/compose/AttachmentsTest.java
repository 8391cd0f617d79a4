package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.content.CompiledContent;
import io.postrider.sender.model.ComposeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentsTest extends OverEveryTransport {
    private static final Attachment PDF = new Attachment("a.pdf", "application/pdf", null, new byte[] {1, 2, 3});
    private static final Attachment LOGO = new Attachment("l.png", "image/png", "logo@shop", new byte[] {4, 5});

    @ParameterizedTest
    @CsvSource({
        "true,  false, mixed(text/plain image/png application/pdf)",
        "false, true,  mixed(related(text/html image/png) application/pdf)",
        "true,  true,  'mixed(alternative(text/plain related(text/html image/png)) application/pdf)'",
        "false, false, mixed(text/plain image/png application/pdf)",
    })
    void partsAreNestedAsReadersExpect(boolean text, boolean html, String structure) throws Exception {
        ReadMail mail = new Mails()
                .text(text ? "T {{first_name}}" : null)
                .html(html ? "<img src=\"cid:logo@shop\">{{first_name}}" : null)
                .attach(LOGO, PDF)
                .read();
        assertEquals(structure, mail.structure());
        List<ReadMail.Leaf> leaves = mail.leaves();
        ReadMail.Leaf logo = leaves.get(leaves.size() - 2);
        ReadMail.Leaf pdf = leaves.get(leaves.size() - 1);
        assertEquals("<logo@shop>", logo.contentId());
        assertEquals(html ? "inline" : "attachment", logo.disposition());
        assertArrayEquals(new byte[] {4, 5}, logo.bytes());
        assertEquals("attachment", pdf.disposition());
        assertNull(pdf.contentId());
        assertArrayEquals(new byte[] {1, 2, 3}, pdf.bytes());
        EncodedBodyTest.assertLines(mail);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  false, false, 'mixed(alternative(text/plain text/calendar) text/calendar)'",
        "false, true,  false, 'mixed(alternative(text/html text/calendar) text/calendar)'",
        "true,  true,  false, 'mixed(alternative(text/plain text/html text/calendar) text/calendar)'",
        "true,  true,  true,  'mixed(alternative(text/plain related(text/html image/png) text/calendar)"
                + " application/pdf text/calendar)'",
    })
    void invitationIsAnAlternativeToo(boolean text, boolean html, boolean others, String structure) throws Exception {
        byte[] calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n".getBytes(StandardCharsets.US_ASCII);
        Attachment invitation =
                new Attachment("invite.ics", "text/calendar; method=REQUEST; charset=utf-8", null, calendar);
        Mails letters = new Mails().text(text ? "T" : null).html(html ? "H" : null);
        ReadMail mail = (others ? letters.attach(LOGO, PDF, invitation) : letters.attach(invitation)).read();
        assertEquals(structure, mail.structure());
        List<ReadMail.Leaf> leaves = mail.leaves();
        int file = leaves.size() - 1;
        int alternative = others ? file - 2 : file - 1;
        for (int leaf : new int[] {alternative, file}) {
            assertEquals("text/calendar", leaves.get(leaf).type());
            assertEquals("REQUEST", mail.parameter(leaf, "method"));
            assertEquals("utf-8", mail.parameter(leaf, "charset"));
            assertArrayEquals(calendar, leaves.get(leaf).bytes());
        }
        assertNull(leaves.get(alternative).disposition());
        assertNull(leaves.get(alternative).filename());
        assertEquals("attachment", leaves.get(file).disposition());
        assertEquals("invite.ics", leaves.get(file).filename());
        EncodedBodyTest.assertLines(mail);
    }

    @Test
    void calendarThatAsksForNothingIsAFileAlone() throws Exception {
        Attachment calendar = new Attachment("a.ics", "text/calendar; charset=utf-8", null, new byte[1]);
        assertEquals(
                "mixed(alternative(text/plain text/html) text/calendar)",
                new Mails().text("t").html("h").attach(calendar).read().structure());
    }

    @Test
    void onlyTheFirstInvitationIsAnAlternative() throws Exception {
        Attachment one = new Attachment("a.ics", "text/calendar; method=REQUEST", null, new byte[] {1});
        Attachment two = new Attachment("b.ics", "text/calendar; method=CANCEL", null, new byte[] {2});
        ReadMail mail = new Mails().text("t").attach(one, two).read();
        assertEquals("mixed(alternative(text/plain text/calendar) text/calendar text/calendar)", mail.structure());
        assertEquals("REQUEST", mail.parameter(1, "method"));
    }

    @Test
    void imagesWithoutFilesNeedNoMixed() throws Exception {
        assertEquals(
                "alternative(text/plain related(text/html image/png))",
                new Mails().text("t").html("h").attach(LOGO).read().structure());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report.pdf",
                "my report.pdf",
                "quo\"te and \\back.pdf",
                "semi;colon, (x) 'y' 100%.pdf",
                "=?utf-8?q?x?=.pdf",
                "a*b.pdf",
                "Rechnung für Müller.pdf",
                "請求書.pdf",
                "🎉.png",
                "a-plain-name-that-is-longer-than-one-line-of-a-header-should-ever-be-and-then-some-more.pdf",
                "日本語のとても長いファイル名がここに続いています日本語のとても長いファイル名.pdf"
            })
    void filenameIsReadAsItWasWritten(String filename) throws Exception {
        ReadMail mail = new Mails()
                .text("x")
                .attach(new Attachment(filename, "application/pdf", null, new byte[10]))
                .read();
        assertEquals(filename, filenameByAngus(mail));
        if (!mail.raw.contains("filename*10*")) {
            // mime4j knows continuations of one digit only.
            assertEquals(filename, mail.leaves().get(1).filename());
        }
        for (String line : mail.raw.split("\r\n")) {
            assertTrue(line.length() <= 78, line);
        }
    }

    private static String filenameByAngus(ReadMail mail) throws Exception {
        Matcher disposition = Pattern.compile("Content-Disposition: (attachment;(?:.|\r\n )*)\r\n")
                .matcher(mail.raw);
        assertTrue(disposition.find(), mail.raw);
        return ReadMail.filenameByAngus(disposition.group(1));
    }

    @Test
    void filenameCannotBeginAField() throws Exception {
        ReadMail mail = new Mails()
                .text("x")
                .attach(new Attachment("a\r\nX-Evil: 1\r\n\r\nb.pdf", "a/b\r\nX-Evil: 2", null, new byte[1]))
                .read();
        assertEquals("a  X-Evil: 1    b.pdf", mail.leaves().get(1).filename());
        assertEquals("application/octet-stream", mail.leaves().get(1).type());
    }

    @ParameterizedTest
    @CsvSource({
        "text/calendar; method=REQUEST; charset=utf-8, text/calendar",
        "message/rfc822, application/octet-stream",
        "multipart/mixed, application/octet-stream",
        "nonsense, application/octet-stream"
    })
    void mediaTypeIsKeptIfItCanBeSent(String given, String sent) throws Exception {
        Attachment attachment = new Attachment("x", given, null, "BEGIN:VCALENDAR".getBytes(StandardCharsets.US_ASCII));
        ReadMail.Leaf leaf =
                new Mails().text("x").attach(attachment).read().leaves().get(1);
        assertEquals(sent, leaf.type());
        assertEquals("BEGIN:VCALENDAR", leaf.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/pdf; name=\"a;b.pdf\"                  | name    | a;b.pdf",
                "application/pdf;name=\"a ; b\";x=\"c=d, (e)\"      | name    | a ; b",
                "application/pdf;name=\"a ; b\";x=\"c=d, (e)\"      | x       | c=d, (e)",
                "application/pdf; name=\"quo\\\"te and \\\\back\"     | name    | quo\"te and \\back",
                "application/pdf; name=\"Rechnung für Müller.pdf\" | name    | Rechnung für Müller.pdf",
                "text/calendar; method=REQUEST; charset=utf-8    | method  | REQUEST",
                "text/calendar ; METHOD=REQUEST;                 | method  | REQUEST",
                "text/plain; format=flowed; delsp=yes            | delsp   | yes",
                "application/x-a;"
                        + " profile=\"https://a.example/b;c?d=e&f=g:h,i;jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj\" |"
                        + " profile | https://a.example/b;c?d=e&f=g:h,i;jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj",
            })
    void parametersOfTheMediaTypeSurvive(String given, String name, String value) throws Exception {
        ReadMail mail = new Mails()
                .text("x")
                .attach(new Attachment("x", given, null, new byte[1]))
                .read();
        assertEquals(value, mail.parameter(mail.leaves().size() - 1, name));
        assertEquals(
                given.replaceAll(" *;.*", ""),
                mail.leaves().get(mail.leaves().size() - 1).type());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a>\r\nX: y", "ü", ""})
    void contentIdThatNoHeaderCanHoldIsRefused(String contentId) {
        Attachment attachment = new Attachment("x", "image/png", contentId, new byte[1]);
        assertThrows(
                ComposeException.class,
                () -> new Mails().html("x").attach(attachment).compile());
    }

    @Test
    void largeAttachmentIsEncodedOnceAndSharedByAllLetters() throws Exception {
        byte[] large = new byte[10 << 20];
        new Random(3).nextBytes(large);
        Mails letters = new Mails()
                .text("Hi {{first_name}}")
                .attach(new Attachment("large.bin", "application/octet-stream", null, large));
        CompiledContent content = letters.compile();
        assertTrue(content.weight() > 23 << 20, "its memory is counted: " + content.weight());
        List<byte[]> first = new Composer()
                .compose(content, letters.head(), Mails.ANN)
                .mime()
                .get();
        Recipient bob = new Recipient(8, "bob@mail.example", null, Map.of("first_name", "Bob"));
        List<byte[]> second =
                new Composer().compose(content, letters.head(), bob).mime().get();
        assertEquals(3, first.size());
        assertEquals(first.size(), second.size());
        assertSame(first.get(1), second.get(1));
        assertTrue(first.get(2).length < 100, "only the boundary that closes");
        assertTrue(first.get(0).length < 4_096);
        ReadMail mail = letters.readBy(bob);
        assertEquals("Hi Bob", mail.leaves().get(0).text());
        assertArrayEquals(large, mail.leaves().get(1).bytes());
    }
}
