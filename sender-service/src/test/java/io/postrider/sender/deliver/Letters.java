package io.postrider.sender.deliver;

import io.postrider.contract.Content;
import io.postrider.contract.Content.Mailbox;
import io.postrider.sender.Envelope;
import io.postrider.sender.Letter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Letters to deliver. */
final class Letters {
    static final String SENDER = "bounces@shop.example";
    static final Instant DATE = Instant.parse("2026-11-24T10:15:30Z");

    private Letters() {}

    static Letter to(String recipient) {
        return to(recipient, "Hello " + recipient);
    }

    static Letter to(String recipient, String text) {
        return letter(new Envelope(SENDER, recipient), text);
    }

    /** The MIME bytes and the parts say the same. */
    static Letter letter(Envelope envelope, String text) {
        String messageId = "<" + envelope.recipient().hashCode() + "@shop.example>";
        Content content = new Content(
                new Mailbox("news@shop.example", "Shop"),
                List.of(new Mailbox("help@shop.example", null)),
                "For " + envelope.recipient(),
                text,
                null,
                Map.of("X-Entity", "42"),
                List.of());
        String mime = String.join(
                "\r\n",
                "From: Shop <news@shop.example>",
                "To: " + envelope.recipient(),
                "Reply-To: help@shop.example",
                "Subject: For " + envelope.recipient(),
                "Message-ID: " + messageId,
                "Date: Tue, 24 Nov 2026 10:15:30 +0000",
                "X-Entity: 42",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "",
                text);
        byte[] bytes = mime.getBytes(StandardCharsets.UTF_8);
        Mailbox to = new Mailbox(envelope.recipient(), null);
        return new Letter(envelope, messageId, DATE, to, content, () -> List.of(bytes));
    }
}
