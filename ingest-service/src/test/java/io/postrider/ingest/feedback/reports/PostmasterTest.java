package io.postrider.ingest.feedback.reports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.ReportClient;
import io.postrider.ingest.feedback.reports.listener.InboundTransaction;
import io.postrider.ingest.feedback.reports.listener.RunningListener;
import io.postrider.ingest.model.MessageSubmitter;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.Problem;
import io.postrider.mail.Content;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Lane;
import io.postrider.store.messages.NewMessage;
import io.postrider.testing.LogLines;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Mail to postmaster, with an address that it is handed on to. */
class PostmasterTest {
    private static final String MAIL = "From: ann@mail.example\r\nTo: bob@mail.example\r\nCc: eve@mail.example\r\n"
            + "Subject: {{first_name}}\r\nBcc: mallory@mail.example\r\n\r\n{{#people}} you send me spam\r\n";

    private final List<Submission> sent = new CopyOnWriteArrayList<>();
    private MessageSubmitter ownMail = submission -> {
        sent.add(submission);
        return Uni.createFrom().voidItem();
    };

    private RunningListener listener(String... settings) {
        Map<String, String> all = new HashMap<>(RunningListener.DEFAULTS);
        all.put("postrider.report.postmaster", "Ops@Shop.example");
        all.put("postrider.report.feedback-address", "fbl@Reports.shop.example");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new RunningListener(new PropertiesConfigSource(all, "the test", 100), message -> ownMail.send(message));
    }

    @Test
    void itIsHandedOnAsAnAttachmentToTheOneAddressWhateverItSays() throws Exception {
        try (RunningListener listener = listener();
                ReportClient client = ReportClient.greeted(listener.port())) {
            assertTrue(client.bring(MAIL, "postmaster").startsWith("250 2.6.0 Thank you"));
        }
        assertEquals(1, sent.size());
        NewMessage message = sent.get(0).messages().get(0);
        assertEquals(1, message.recipients().size());
        assertEquals("Ops@shop.example", message.recipients().get(0).email());
        assertEquals(Lane.STANDARD, message.head().lane());
        assertEquals("postmaster@bounces.shop.example", message.head().from());
        Content content = ContentCodec.decode(message.content());
        assertEquals(message.head().content(), ContentCodec.claimCheck(message.content()));
        assertEquals("auto-generated", content.headers().get("Auto-Submitted"));
        assertFalse((content.subject() + content.text()).contains("{{"), "nothing of the mail is a template");
        Content.Attachment attachment = content.attachments().get(0);
        assertEquals("mail.eml", attachment.filename());
        assertArrayEquals((MAIL + "\r\n").getBytes(StandardCharsets.UTF_8), attachment.bytes());
    }

    @Test
    void eachDomainHasOne() {
        try (RunningListener listener = listener();
                ReportClient client = ReportClient.greeted(listener.port())) {
            client.expect("250", client.say("MAIL FROM:<ann@mail.example>"));
            client.expect("250", client.say("RCPT TO:<postmaster@bounces.shop.example>"));
            client.expect("250", client.say("RCPT TO:<POSTMASTER@reports.SHOP.example>"));
            client.expect("250", client.say("RCPT TO:<postmaster>"));
            client.expect("550", client.say("RCPT TO:<postmaster@shop.example>"));
            client.expect("250", client.data(MAIL));
        }
        assertEquals(1, sent.size(), "one mail is handed on once");
    }

    @Test
    void whatAMachineAnsweredIsDropped() {
        try (RunningListener listener = listener();
                ReportClient client = ReportClient.greeted(listener.port())) {
            for (String field : List.of("Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes")) {
                client.expect("250", client.bring(field + "\r\n" + MAIL, "postmaster"));
            }
            client.expect("250", client.bring("Auto-Submitted: no\r\n" + MAIL, "postmaster"));
            assertEquals(3, listener.dropped("auto_reply"));
        }
        assertEquals(1, sent.size());
    }

    /** It is handed on whole, or not at all. */
    @Test
    void largeMailIsRefused() {
        try (RunningListener listener = listener();
                ReportClient client = ReportClient.greeted(listener.port())) {
            client.expect("552", client.bring(MAIL + ("y".repeat(78) + "\r\n").repeat(4_000), "postmaster"));
            client.expect("250", client.bring(MAIL, "postmaster"));
        }
        assertEquals(1, sent.size());
    }

    @Test
    void aNumberIsTakenInAnHour() {
        try (RunningListener listener = listener("postrider.report.postmaster-mails", "3");
                ReportClient client = ReportClient.greeted(listener.port())) {
            for (int i = 0; i < 3; i++) {
                client.expect("250", client.bring(MAIL, "postmaster"));
            }
            client.expect("250", client.say("MAIL FROM:<ann@mail.example>"));
            client.expect("450", client.say("RCPT TO:<postmaster>"));
            assertEquals(1, listener.refused("postmaster"));
        }
        assertEquals(3, sent.size());
    }

    @Test
    void whatCannotBeAcceptedNowIsToComeAgain() {
        ownMail = submission -> Uni.createFrom().failure(Problem.overloaded().refusal());
        try (LogLines log = LogLines.insteadOf(InboundTransaction.class);
                RunningListener listener = listener();
                ReportClient client = ReportClient.greeted(listener.port())) {
            client.expect("451", client.bring(MAIL, "postmaster"));
            client.expect("250", client.say("NOOP"));
            assertTrue(log.lines().get(0).startsWith("WARN"), log.lines()::toString);
        }
    }
}
