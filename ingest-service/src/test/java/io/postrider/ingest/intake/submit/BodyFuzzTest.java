package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.fuzz.Growth;
import io.postrider.fuzz.ShortRun;
import io.postrider.ingest.intake.submit.fields.Address;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Content;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Recipient;
import io.postrider.store.messages.NewMessage;
import io.postrider.templates.Escaping;
import io.postrider.templates.Template;
import io.postrider.templates.TemplateException;
import io.postrider.templates.parse.TemplateCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Any body is refused with its faults, or becomes messages that can be stored, travel, be read again and rendered. An input is a
 * body, or after an octet 1 what {@link RandomBody} makes one of.
 */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
public class BodyFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Submit SUBMIT = Submissions.submit(
            // All of it on the calling thread.
            Clock.fixed(Instant.parse("2026-11-24T10:15:30Z"), ZoneOffset.UTC),
            "postrider.api-key",
            "fuzz",
            "postrider.submit.worker-from",
            "1G");

    /** Jazzer's: that classes must be loaded is the fault of no input. */
    public static void fuzzerInitialize() throws IOException {
        fuzzerTestOneInput(new byte[] {1});
    }

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        byte[] body = RandomBody.isMeant(bytes) ? RandomBody.of(bytes) : bytes;
        try {
            assertSound(SUBMIT.message(RequestBody.of(body), null).await().indefinitely());
        } catch (Problem.Refusal refusal) {
            assertTold(refusal.problem());
        }
        try {
            assertSound(SUBMIT.batch(RequestBody.of(body), null).await().indefinitely());
        } catch (Problem.Refusal refusal) {
            assertTold(refusal.problem());
        }
    }

    private static void assertTold(Problem problem) throws IOException {
        assertTrue(List.of(400, 413, 422).contains(problem.status()), problem::toString);
        assertTrue(problem.detail() != null || !problem.faults().isEmpty(), problem::toString);
        assertTrue(problem.faults().size() <= Faults.MOST + 1, problem::toString);
        JSON.readTree(problem.bytes("id"));
    }

    private static void assertSound(Submission submission) throws IOException {
        JSON.readTree(submission.answer());
        for (NewMessage message : submission.messages()) {
            Content content = ContentCodec.decode(message.content());
            assertArrayEquals(message.content(), ContentCodec.encode(content));
            assertEquals(
                    ContentCodec.claimCheck(message.content()), message.head().content());
            List<Recipient> recipients = message.recipients();
            for (int from = 0; from < recipients.size(); from += 500) {
                List<Recipient> some = recipients.subList(from, Math.min(from + 500, recipients.size()));
                Batch batch = Batch.submitted(message.head().id(), message.head(), some);
                assertEquals(batch, BatchCodec.decode(BatchCodec.encode(batch)));
            }
            if (message.tags() != null) {
                JSON.readTree(message.tags()).forEach(tag -> assertTrue(tag.isTextual()));
            }
            assertRecipients(message, content);
        }
    }

    private static void assertRecipients(NewMessage message, Content content) {
        Set<String> seen = new HashSet<>();
        for (Recipient recipient : message.recipients()) {
            assertTrue(seen.add(recipient.email().toLowerCase(Locale.ROOT)), "twice: " + recipient.email());
            assertEquals(recipient.email(), Address.of(recipient.email()).email());
            Map<String, Object> shared = message.head().variables();
            Recipient addressee = content.addressee(recipient);
            renders(content.subject(), Escaping.NONE, shared, addressee);
            renders(content.text(), Escaping.NONE, shared, addressee);
            renders(content.html(), Escaping.HTML, shared, addressee);
            content.headers().values().forEach(value -> renders(value, Escaping.NONE, shared, addressee));
        }
    }

    private static void renders(String source, Escaping escaping, Map<String, Object> shared, Recipient recipient) {
        if (source == null) {
            return;
        }
        Template template = TemplateCompiler.compile(source, escaping);
        assertEquals(List.of(), template.missing(shared, recipient));
        try {
            template.render(shared, recipient);
        } catch (TemplateException e) {
            // The only faults that a submission is not refused for: what a rendering may cost.
            assertTrue(e.getMessage().contains("too long") || e.getMessage().contains("longer than"), e.getMessage());
        }
    }

    @Test
    void anyBodyIsRefusedWithItsFaultsOrCanBeSent() {
        ShortRun.of("api-body", 8_192).run(BodyFuzzTest::fuzzerTestOneInput);
    }

    @Test
    void shortBodiesAreAcceptedNowAndThen() {
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[600];
            new Random(i).nextBytes(bytes);
            try {
                SUBMIT.message(RequestBody.of(RandomBody.of(bytes)), null)
                        .await()
                        .indefinitely();
                accepted++;
            } catch (Problem.Refusal refusal) {
                assertFalse(refusal.problem().title().isEmpty());
            }
        }
        assertTrue(accepted > 100, accepted + " of 2000 random bodies are accepted");
    }

    @Test
    void timeGrowsWithTheBodyAlone() {
        grows("spaces", "", " ", "");
        grows("open brackets", "", "[", "");
        grows("fields", "{\"a\":1", ",\"%d\":1", "}");
        grows("a long number", "{\"priority\":", "9", "}");
        grows("a long name", "{\"", "a", "\":1}");
        grows("a long address", "{\"from\":{\"email\":\"a@", "a", ".example\"}}");
        grows("an address beyond ASCII", "{\"from\":{\"email\":\"a@", "ü", ".example\"}}");
        grows("a long mailbox", "{\"to\":\"a ", "a", " <a@b.example>\"}");
        grows("comments in mailboxes", "{\"reply_to\":[1", ",\"" + "(\\\"a,".repeat(200) + "<a@b.example>\"", "]}");
        grows(
                "encoded words in mailboxes",
                "{\"to\":[1",
                ",\"" + "=?x-a?b?AA?=".repeat(20) + " <a%d@b.example>\"",
                "]}");
        grows("recipients as strings", "{\"to\":[1", ",\"A <a%d@b.example>\"", "]}");
        grows("names that are nearly known", "{\"a\":1", ",\"subjetc%d\":1", "}");
        grows("recipients with names that are nearly known", "{\"to\":[1", ",{\"emial%d\":1,\"nam\":1}", "]}");
        grows("a bare list of messages", "[1", ",{\"subjetc\":1,\"personalizations\":1}", "]");
        grows("base64 with line breaks", attachment("content"), "AAAA\\n", "\"}]}");
        grows("a long time", "{\"send_at\":\"2030-01-01T00:00:00.", "0", "Z\"}");
        grows("a long duration", "{\"expires_in\":\"PT", "1", "S\"}");
        grows("a long media type", attachment("content_type"), "a", "\"}]}");
        grows("parameters of a media type", attachment("content_type") + "a/b", "; a=b", "\"}]}");
        grows("a long quoted parameter", attachment("content_type") + "a/b; a=\\\"", " ", "\"}]}");
        grows("a long content id", attachment("content_id"), "a.", "@\"}]}");
        grows("a long filename", attachment("filename"), ".", "/\"}]}");
        grows("base64", attachment("content"), "AAAA", "\"}]}");
        grows("tags of a template", message("text"), "{{a}}", "\"}");
        grows("sections of a template", message("text"), "{{#a}}{{/a}}", "\"}");
        grows("a name in a template", message("html") + "{{a", ".a", "}}\"}");
        grows("variables", message("text") + "\",\"variables\":{\"a\":1", ",\"%d\":1", "}}");
        grows("a list of lists", message("text") + "\",\"variables\":{\"a\":[1", ",[1]", "]}}");
        grows("recipients", "{\"partial\":true,\"to\":[1", ",{\"email\":\"a%d@b.example\"}", "]}");
        grows("messages of a batch", "{\"messages\":[1", ",{}", "]}");
        grows("headers", message("text") + "\",\"headers\":{\"a\":\"b\"", ",\"%d\":\"\"", "}}");
        grows("half pairs", message("text"), "\\ud800", "\"}");
    }

    private static String attachment(String field) {
        return "{\"attachments\":[{\"" + field + "\":\"";
    }

    private static String message(String last) {
        return "{\"from\":{\"email\":\"a@b.example\"},\"to\":[{\"email\":\"c@d.example\"}],\"subject\":\"s\",\"" + last
                + "\":\"";
    }

    private static void grows(String what, String before, String repeated, String after) {
        Growth.assertLinear(
                what,
                1 << 20,
                length -> {
                    StringBuilder body = new StringBuilder(before);
                    for (int i = 0; body.length() < length; i++) {
                        body.append(repeated.replace("%d", Integer.toString(i)));
                    }
                    return body.append(after).toString().getBytes(StandardCharsets.UTF_8);
                },
                BodyFuzzTest::fuzzerTestOneInput);
    }
}
