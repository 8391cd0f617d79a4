package io.postrider.sender.deliver;

import io.postrider.sender.Envelope;
import io.postrider.sender.Letter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Mails to deliver. */
final class Letters {
    static final String SENDER = "bounces@shop.example";

    private Letters() {}

    static Letter to(String recipient) {
        return to(recipient, "Hello " + recipient);
    }

    static Letter to(String recipient, String text) {
        return letter(new Envelope(SENDER, recipient), text);
    }

    static Letter letter(Envelope envelope, String text) {
        String mime = String.join(
                "\r\n",
                "From: Shop <news@shop.example>",
                "To: " + envelope.recipient(),
                "Reply-To: help@shop.example",
                "Subject: For " + envelope.recipient(),
                "Message-ID: " + messageId(envelope.recipient()),
                "Date: Tue, 24 Nov 2026 10:15:30 +0000",
                "X-Entity: 42",
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
                "",
                text);
        byte[] bytes = mime.getBytes(StandardCharsets.UTF_8);
        return new Letter(envelope, () -> List.of(bytes));
    }

    static String messageId(String recipient) {
        return "<" + recipient.hashCode() + "@shop.example>";
    }

    /** The same, whose MIME is counted when it is made. */
    static Letter counted(Letter letter, AtomicInteger made) {
        return new Letter(letter.envelope(), () -> {
            made.incrementAndGet();
            return letter.mime().get();
        });
    }
}
