package io.postrider.ingest.intake.accept;

import com.fasterxml.uuid.Generators;
import io.postrider.ingest.model.Submission;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.store.messages.NewMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Submissions as the step before would make them, and some that it never would. */
final class Submissions {
    private Submissions() {}

    static Submission of(Lane lane, int recipients, String campaign) {
        UUID id = Generators.timeBasedEpochGenerator().generate();
        byte[] content = ContentCodec.encode(new Content(
                new Mailbox("news@shop.example", null), List.of(), "Hello", "Hi", null, Map.of(), List.of()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        MessageHead head = new MessageHead(
                id,
                ContentCodec.claimCheck(content),
                "news@shop.example",
                lane,
                4,
                now,
                now.plus(Duration.ofHours(1)),
                recipients,
                UUID.randomUUID(),
                Map.of());
        List<Recipient> to = IntStream.range(0, recipients)
                .mapToObj(n -> new Recipient(n, "person%d@mail.example".formatted(n), null, Map.of()))
                .toList();
        String answer = "{\"id\":\"%s\"}".formatted(id);
        return new Submission(
                null, null, List.of(new NewMessage(head, content, campaign, null, null, to, false)), answer, 500);
    }
}
