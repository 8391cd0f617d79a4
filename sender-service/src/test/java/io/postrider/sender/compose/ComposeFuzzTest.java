package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.fuzz.Growth;
import io.postrider.fuzz.Input;
import io.postrider.fuzz.ShortRun;
import io.postrider.header.FieldSyntax;
import io.postrider.header.FieldValue;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Limits;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.content.CompiledContent;
import io.postrider.sender.model.ComposeException;
import io.postrider.sender.model.ComposedMail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Any content that ingest accepts becomes a mail that two readers understand, with the fields that were asked for and no others,
 * whatever its variables hold. The contents keep to what ingest's {@code submit} lets through, in the words of {@link Accepted}.
 */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class ComposeFuzzTest {
    /** Jazzer's: that classes must be loaded is the fault of no input. */
    public static void fuzzerInitialize() throws Exception {
        fuzzerTestOneInput(new byte[] {1});
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Accepted accepted = new Accepted(new Input(bytes));
        Map<String, Object> shared = accepted.variables();
        Recipient recipient = new Recipient(7, accepted.email(), accepted.displayName(), accepted.variables());
        Content content = accepted.content();
        byte[] encoded = ContentCodec.encode(content);
        Mails letters = letters(ContentCodec.decode(encoded)).shared(shared);
        ComposedMail letter;
        try {
            letter = letters.to(recipient);
        } catch (ComposeException e) {
            assertEquals("the From or Reply-To address is internationalised, but the envelope is not", e.getMessage());
            return;
        }
        Content rendered = letters.compile().render(shared, recipient);
        ReadMail mail = new ReadMail(Mails.bytes(letter));
        assertFieldsAreThoseAskedFor(rendered, mail);
        assertLines(letter, mail);
        assertBodiesAreWhole(rendered, mail);
    }

    private static Mails letters(Content content) {
        Mails letters =
                new Mails().subject(content.subject()).text(content.text()).html(content.html());
        letters.from = content.from();
        letters.replyTo = content.replyTo();
        letters.attachments = content.attachments();
        letters.headers.putAll(content.headers());
        return letters;
    }

    private static void assertFieldsAreThoseAskedFor(Content rendered, ReadMail mail) throws Exception {
        List<String> fields = new ArrayList<>(List.of("Date", "From", "To"));
        if (!rendered.replyTo().isEmpty()) {
            fields.add("Reply-To");
        }
        fields.addAll(List.of("Subject", "Message-ID", "MIME-Version"));
        fields.addAll(rendered.headers().keySet());
        fields.add("Content-Type");
        List<String> read = new ArrayList<>(mail.fieldNames());
        read.remove("Content-Transfer-Encoding");
        assertEquals(fields, read);
        assertEquals(rendered.subject(), mail.subject());
    }

    private static void assertLines(ComposedMail letter, ReadMail mail) {
        String raw = new String(mail.bytes, StandardCharsets.ISO_8859_1);
        assertTrue(raw.endsWith("\r\n"));
        for (String line : raw.split("\r\n", -1)) {
            assertTrue(line.length() <= Limits.HEADER_LINE, () -> line.length() + " octets: " + line);
            assertTrue(line.indexOf('\r') < 0 && line.indexOf('\n') < 0, line);
        }
        if (!letter.envelope().needsSmtpUtf8()) {
            assertTrue(raw.chars().allMatch(c -> c < 127), "beyond ASCII");
        }
        mail.headerLines().forEach(line -> assertTrue(!line.isBlank(), "a blank line would end the header"));
    }

    private static void assertBodiesAreWhole(Content rendered, ReadMail mail) throws Exception {
        mail.structure();
        List<ReadMail.Leaf> leaves = mail.leaves();
        int at = 0;
        for (String body : new String[] {rendered.text(), rendered.html()}) {
            if (body != null) {
                String expected = body.replaceAll("\r\n|\r|\n", "\r\n");
                String text = leaves.get(at++).text();
                assertEquals(expected.stripTrailing(), text.stripTrailing());
            }
        }
        List<Attachment> files = new ArrayList<>(rendered.attachments());
        assertEquals(at + files.size(), leaves.size());
        boolean html = rendered.html() != null;
        files.sort((one, other) -> Boolean.compare(other.inline() && html, one.inline() && html));
        for (Attachment file : files) {
            assertArrayEquals(file.bytes(), leaves.get(at++).bytes(), file.filename());
        }
    }

    @Test
    void whateverIsAcceptedIsReadByTwoReaders() {
        ShortRun.of("compose", 4_096).run(ComposeFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void timeGrowsWithTheVariablesAlone() {
        grows("a word", "x");
        grows("spaces", " ");
        grows("words", "x ");
        grows("characters beyond ASCII", "ü");
        grows("beginnings of encoded words", "=?");
        grows("lines", "\n");
        grows("ends of lines", "\r");
        grows("spaces at ends of lines", " \r\n");
        grows("dots", "\r\n.");
        grows("backslashes", "\\ ");
        grows("quotes", "\"");
    }

    private static void grows(String what, String repeated) {
        Mails letters = new Mails()
                .subject("{{{v}}}")
                .header("X-Value", "{{{v}}}")
                .text("{{{v}}}")
                .html("{{v}}")
                .header("X-Name", "a");
        CompiledContent content = letters.compile();
        Growth.assertLinear(
                what,
                256 << 10,
                length -> new Recipient(
                        0, "ann@mail.example", null, Map.of("v", repeated.repeat(length / repeated.length()))),
                recipient -> assertNotNull(new Composer()
                        .compose(content, letters.head(), recipient)
                        .mime()
                        .get()));
    }

    /** What ingest lets through: the same rules as those of its readers, which cannot be seen from here. */
    private record Accepted(Input input) {
        private static final List<String> EMAILS = List.of(
                "ann@mail.example",
                "!#$%&'*+-/=?^_`{|}~@mail.example",
                "jürgen@mail.example",
                "a.b@" + "x".repeat(63) + ".example",
                "a".repeat(64) + "@" + ("y".repeat(60) + ".").repeat(3) + "example");
        private static final List<String> TAGS = List.of(
                "{{{a}}}", "{{a}}", "{{#l}}{{.}}{{/l}}", "{{#a}}x{{/a}}", "{{^a}}y{{/a}}", "{{email}}", "{{!c}}");
        private static final List<String> TYPES = List.of(
                "application/pdf",
                "image/png; name=\"a; b\"",
                "text/plain;charset=utf-8; format=flowed",
                "text/html; x=\"" + " ".repeat(200) + "\"",
                "a/b" + "; p=q".repeat(40),
                "!#$%&'*+.^_`{|}~-/" + "z".repeat(230));
        private static final List<String> FIELDS =
                List.of("X-A", "List-Id", "List-Unsubscribe", "!\"#$%&'()*+,-./;<=>?@[]^_`{|}~", "z".repeat(76));
        private static final int LINE = 300;

        String email() {
            return input.one(EMAILS);
        }

        String displayName() {
            String name = line(60);
            return name.isBlank() ? null : name;
        }

        Content content() {
            List<Mailbox> replyTo = new ArrayList<>();
            for (int i = input.upTo(3); i > 0 && input.chance(); i--) {
                replyTo.add(new Mailbox(email(), displayName()));
            }
            String subject = withTag(line(LINE));
            String html = input.chance() ? body() : null;
            return new Content(
                    new Mailbox(email(), displayName()),
                    replyTo,
                    subject.isBlank() ? "s" : subject,
                    html == null || input.chance() ? body() : null,
                    html,
                    headers(),
                    attachments());
        }

        private Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = input.upTo(4); i > 0 && !input.used(); i--) {
                String name = input.one(FIELDS);
                // Of the others only what their syntax allows is let through; variables may hold anything in free text
                // alone.
                String value = FieldSyntax.of(name) == FieldSyntax.TEXT
                        ? withTag(line(LINE))
                        : "<https://shop.example/" + line(LINE).replace('>', ' ') + ">";
                if (FieldValue.of(name, value).fault() == null) {
                    headers.put(name, value);
                }
            }
            return headers;
        }

        private List<Attachment> attachments() {
            List<Attachment> attachments = new ArrayList<>();
            for (int i = input.upTo(3); i > 0 && !input.used(); i--) {
                String name = line(255).replace('/', ' ').replace('\\', ' ');
                attachments.add(new Attachment(
                        name.isBlank() ? "f" : name,
                        input.one(TYPES),
                        input.chance() ? "logo" + i + "@!#$%&'*+/=?^_`{|}~.-".substring(0, input.upTo(20) + 1) : null,
                        input.bytes(200)));
            }
            return attachments;
        }

        private String body() {
            return withTag(wellFormed(input.longText(3_000)).replace('{', '('));
        }

        /** A backslash before a tag would make it a text, and the rest of a section invalid. */
        private String withTag(String text) {
            String tag = input.chance() ? input.one(TAGS) : "";
            return text.endsWith("\\") ? text + " " + tag : text + tag;
        }

        /** Without control characters but tabs. */
        private String line(int most) {
            StringBuilder line =
                    new StringBuilder(wellFormed(input.longText(most)).replace('{', '('));
            for (int i = 0; i < line.length(); i++) {
                if (Character.isISOControl(line.charAt(i)) && line.charAt(i) != '\t') {
                    line.setCharAt(i, ' ');
                }
            }
            return line.toString();
        }

        Map<String, Object> variables() {
            Map<String, Object> variables = new LinkedHashMap<>();
            for (int i = input.upTo(3); i > 0 && !input.used(); i--) {
                variables.put(input.one("a", "l", "email"), input.chance() ? value() : List.of(value(), value()));
            }
            // What the templates ask for outside of sections.
            variables.putIfAbsent("a", "");
            return variables.get("a") instanceof List ? Map.of("a", "x") : variables;
        }

        private Object value() {
            return input.once(4) ? (Object) input.number() : wellFormed(input.longText(2_000));
        }

        private static String wellFormed(String text) {
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
    }
}
