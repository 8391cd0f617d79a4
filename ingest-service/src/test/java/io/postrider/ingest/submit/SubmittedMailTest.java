package io.postrider.ingest.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.contract.MessageHead;
import io.postrider.ingest.IngestSettings;
import io.postrider.ingest.Submission;
import io.postrider.ingest.body.Body;
import io.postrider.testing.Patience;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** What a submission says of the form of its mails, as the sender will get it. */
class SubmittedMailTest {
    private static final Instant NOW = Instant.parse("2026-11-05T07:08:09.123Z");

    private final Submit submit = new Submit(
            new SmallRyeConfigBuilder()
                    .addDiscoveredConverters()
                    .withMapping(IngestSettings.class)
                    .withDefaultValue("postrider.api-key", "key")
                    .build()
                    .getConfigMapping(IngestSettings.class),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new EstimatePlaces(EstimatePlaces.Limits.of(2)));

    @Test
    void mailIsDatedWhenItIsDue() {
        assertEquals(NOW, head(Bodies.message(1)).date());
        Instant ahead = Instant.parse("2026-12-04T07:00:00Z");
        assertEquals(
                ahead, head(Bodies.message(1).put("send_at", ahead.toString())).date());
    }

    @Test
    void mailThatWasDueBeforeIsDatedWhenItWasAccepted() {
        assertEquals(
                NOW,
                head(Bodies.message(1).put("send_at", "2026-11-05T07:00:00Z")).date());
    }

    private MessageHead head(ObjectNode message) {
        return read(message).messages().get(0).head();
    }

    private Submission read(ObjectNode message) {
        byte[] bytes = message.toString().getBytes(StandardCharsets.UTF_8);
        return submit.message(Body.of(bytes), null).await().atMost(Patience.LIMIT);
    }
}
