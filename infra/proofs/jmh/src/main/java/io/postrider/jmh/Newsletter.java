package io.postrider.jmh;

import io.postrider.mail.Batch;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The mail of the benches: 4 KB of text and HTML with four variables and List-Unsubscribe. */
final class Newsletter {
    static final String TEXT = """
            Hello {{first_name}},

            your last order was {{last_order}}, and here is what goes well with it. With the code {{code}} it is yours for less.

            """
            + "The days grow longer and so does our list of things that make a garden a pleasure to be in.\n"
                    .repeat(13);

    static final String HTML = """
            <!doctype html><html><head><style>body{font:16px sans-serif}.code{color:#b00;padding:4px}</style></head><body>
            <h1>Hello {{first_name}}</h1>
            <p>your last order was <b>{{last_order}}</b>. With the code <span class="code">{{code}}</span> it is yours for less.</p>
            """
            + "<p>The days grow longer and so does our list of things that make a garden a pleasure to be in.</p>\n"
                    .repeat(22)
            + "<p><a href=\"https://shop.example/u/{{token}}\">No more of these</a></p></body></html>\n";

    static final Content CONTENT = new Content(
            new Mailbox("news@shop.example", "Shop"),
            List.of(),
            "{{first_name}}, something for your garden",
            TEXT,
            HTML,
            Map.of(
                    "List-Unsubscribe",
                    "<https://shop.example/u/{{token}}>",
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click"),
            List.of());

    private Newsletter() {}

    static Recipient recipient(int serial) {
        return new Recipient(
                serial,
                "reader%d@mail%d.example".formatted(serial, serial % 10),
                "Reader " + serial,
                Map.of(
                        "first_name", "Ann" + serial,
                        "last_order", "a watering can, no. " + serial,
                        "code", "SPRING-" + serial,
                        "token", "t0ken-of-reader-" + serial));
    }

    static MessageHead head(int recipients) {
        Instant now = Instant.parse("2026-11-25T09:00:00Z");
        return new MessageHead(
                UUID.fromString("0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e1f"),
                "ab".repeat(32),
                "news@shop.example",
                Lane.BULK,
                4,
                now,
                now.plusSeconds(86_400),
                recipients,
                UUID.randomUUID(),
                Map.of());
    }

    static Batch batch(int size) {
        List<Recipient> recipients = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            recipients.add(recipient(i));
        }
        return Batch.submitted(UUID.fromString("0192f0c1-7a3b-7c4d-8e5f-6a7b8c9d0e20"), head(size), recipients);
    }
}
