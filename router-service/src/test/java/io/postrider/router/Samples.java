package io.postrider.router;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Batches to test with. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private Samples() {}

    public static Batch batch(String... emails) {
        return batch(UUID.randomUUID(), Lane.BULK, emails);
    }

    public static Batch batch(UUID message, Lane lane, String... emails) {
        return batch(message, lane, Limits.DEFAULT_PRIORITY, emails);
    }

    public static Batch batch(UUID message, Lane lane, int priority, String... emails) {
        List<Recipient> recipients = new ArrayList<>();
        for (String email : emails) {
            recipients.add(new Recipient(recipients.size(), email, null, Map.of()));
        }
        MessageHead head = new MessageHead(
                message,
                "00",
                "news@shop.example",
                lane,
                priority,
                NOW.minusSeconds(60),
                NOW.plusSeconds(3600),
                emails.length,
                UUID.randomUUID(),
                Map.of());
        return Batch.submitted(UUID.randomUUID(), head, recipients);
    }
}
