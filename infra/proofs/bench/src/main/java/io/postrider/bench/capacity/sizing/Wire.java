package io.postrider.bench.capacity.sizing;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.bench.subject.Newsletter;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Bytes of a batch on the broker, without what the broker adds.
 *
 * @param recipient of one recipient in a full batch
 * @param single of a batch of one
 */
public record Wire(double recipient, double single) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As the codec writes the benches' mails, with an address, a name and four variables for each recipient. */
    public static Wire ofBench() {
        double full = BatchCodec.encode(batch(Limits.BATCH_RECIPIENTS)).length;
        return new Wire(full / Limits.BATCH_RECIPIENTS, BatchCodec.encode(batch(1)).length);
    }

    private static Batch batch(int recipients) {
        UUID id = new UUID(0, 0);
        Instant time = Instant.parse("2026-01-01T00:00:00Z");
        String claimCheck = "0".repeat(64);
        MessageHead head = new MessageHead(
                id, claimCheck, "news@shop.example", Lane.BULK, 4, time, time, recipients, UUID.randomUUID(), Map.of());
        return Batch.submitted(
                id,
                head,
                IntStream.range(0, recipients).mapToObj(Wire::recipient).toList());
    }

    private static Recipient recipient(int ordinal) {
        ObjectNode node = JSON.createObjectNode();
        Newsletter.recipient(node, Integer.toString(100_000 + ordinal), 0);
        Map<String, Object> variables = JSON.convertValue(node.get("variables"), new TypeReference<>() {});
        return new Recipient(
                ordinal, node.get("email").asText(), node.get("name").asText(), variables);
    }
}
