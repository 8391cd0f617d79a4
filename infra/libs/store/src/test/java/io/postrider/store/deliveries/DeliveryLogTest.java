package io.postrider.store.deliveries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.store.deliveries.Outcome.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveryLogTest {
    private static final UUID MESSAGE = UUID.fromString("019ae000-0000-7000-8000-000000000001");
    private static final Recipient ANN = new Recipient(7, "ann.smith@mail.example", "Ann", Map.of());

    @Test
    void aLineSaysWhereTheMailWentAndWhatTheServerAnswered() {
        Cause cause = new Cause("relay", 250, "2.0.0", "queued as ann.smith@mail.example");
        assertEquals(
                "message=%s ordinal=7 state=delivered attempt=2 lane=bulk route=relay site=mail.example reply_code=250 enhanced_code=2.0.0"
                        .formatted(MESSAGE),
                line(State.DELIVERED, cause));
    }

    @Test
    void whatIsNotKnownIsAHyphen() {
        assertEquals(
                "message=%s ordinal=7 state=expired attempt=2 lane=bulk route=- site=mail.example reply_code=- enhanced_code=-"
                        .formatted(MESSAGE),
                line(State.EXPIRED, Cause.ours("not delivered to ann.smith@mail.example in time")));
    }

    @Test
    void noLineHasAnAddress() {
        for (State state : State.values()) {
            if (state != State.QUEUED) {
                String line = line(state, new Cause("relay", 550, "5.1.1", "ann.smith@mail.example: no such user"));
                assertFalse(line.contains("ann") || line.contains("@"), line);
            }
        }
    }

    private static String line(State state, Cause cause) {
        Instant now = Instant.now();
        MessageHead head = new MessageHead(
                MESSAGE,
                "00",
                "news@shop.example",
                Lane.BULK,
                4,
                now,
                now.plusSeconds(60),
                1,
                UUID.randomUUID(),
                Map.of());
        Batch batch = Batch.submitted(UUID.randomUUID(), head, List.of(ANN));
        return DeliveryLog.line(batch, ANN, Outcome.of(batch, ANN, state, 2, now, cause));
    }
}
