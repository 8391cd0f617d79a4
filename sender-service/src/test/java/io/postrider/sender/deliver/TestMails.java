package io.postrider.sender.deliver;

import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Mails to deliver. */
public final class TestMails {
    public static final String SENDER = "bounces@shop.example";

    private TestMails() {}

    public static ComposedMail to(String recipient) {
        return to(recipient, "Hello " + recipient);
    }

    public static ComposedMail to(String recipient, String text) {
        return letter(new Envelope(SENDER, recipient), text);
    }

    public static ComposedMail letter(Envelope envelope, String text) {
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
        return new ComposedMail(envelope, () -> List.of(bytes));
    }

    public static String messageId(String recipient) {
        return "<" + recipient.hashCode() + "@shop.example>";
    }

    /** The same, whose MIME is counted when it is made. */
    public static ComposedMail counted(ComposedMail letter, AtomicInteger made) {
        return new ComposedMail(letter.envelope(), () -> {
            made.incrementAndGet();
            return letter.mime().get();
        });
    }
}
