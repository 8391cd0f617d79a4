package io.postrider.ingest.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.ingest.IngestSettings;
import io.postrider.ingest.Problem;
import io.postrider.ingest.Submission;
import io.postrider.ingest.Submission.IdempotencyKey;
import io.postrider.ingest.Submission.Message;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The first step: bytes to a submission, or a refusal that lists every fault. */
@Singleton
public class Submit {
    /** Messages of one call to {@code POST /v1/messages/batch}. */
    public static final int BATCH_MESSAGES = 500;

    /** Recipients of one such call, all messages together. */
    public static final int BATCH_RECIPIENTS = 10_000;

    private static final int KEY_LENGTH = 256;
    private static final Set<String> BATCH_KNOWN = Set.of("messages");

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final IngestSettings.Submit settings;
    private final Clock clock;

    public Submit(IngestSettings settings, Clock clock) {
        this.settings = settings.submit();
        this.clock = clock;
    }

    /** @param key the Idempotency-Key, or null */
    public Uni<Submission> message(byte[] body, String key) {
        return reading(body, () -> readMessage(body, key));
    }

    /** Faults of one message refuse that message; the answer says what became of each. */
    public Uni<Submission> batch(byte[] body, String key) {
        return reading(body, () -> readBatch(body, key));
    }

    private Uni<Submission> reading(byte[] body, Supplier<Submission> reading) {
        Uni<Submission> read = Uni.createFrom().item(reading);
        return body.length < settings.workerFrom().asLongValue()
                ? read
                : read.runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Submission readMessage(byte[] body, String key) {
        IdempotencyKey checkedKey = key(body, key);
        Faults faults = new Faults();
        MessageReader reader = reader(JsonBody.parse(body), "", faults, now());
        Message message = reader == null ? null : reader.read(nextId());
        if (message == null) {
            throw Problem.invalid(faults.list()).refusal();
        }
        String answer = Answers.message(message, reader.rejected());
        return new Submission(checkedKey, List.of(message), answer, body.length);
    }

    private Submission readBatch(byte[] body, String key) {
        IdempotencyKey checkedKey = key(body, key);
        JsonNode items = batchItems(JsonBody.parse(body));
        Instant now = now();
        List<Message> messages = new ArrayList<>(items.size());
        Answers.Items answers = new Answers.Items();
        int recipients = 0;
        for (int i = 0; i < items.size(); i++) {
            Faults faults = new Faults();
            String pointer = "/messages/" + i;
            MessageReader reader = reader(items.get(i), pointer, faults, now);
            Message message = reader == null ? null : reader.read(nextId());
            if (message != null && recipients + message.recipients().size() > BATCH_RECIPIENTS) {
                faults.add(pointer + "/to", "goes beyond %,d recipients of one call".formatted(BATCH_RECIPIENTS));
                message = null;
            }
            if (message == null) {
                answers.refused(faults.list());
            } else {
                recipients += message.recipients().size();
                messages.add(message);
                answers.accepted(message, reader.rejected());
            }
        }
        return new Submission(checkedKey, messages, answers.json(), body.length);
    }

    private static JsonNode batchItems(JsonNode body) {
        Faults faults = new Faults();
        Fields fields = Fields.of(body, "", faults, BATCH_KNOWN);
        if (fields != null) {
            fields.required("messages", "1 to %d messages".formatted(BATCH_MESSAGES));
            JsonNode items = fields.array("messages", BATCH_MESSAGES, "messages");
            if (items != null && items.isEmpty()) {
                fields.fault("messages", "is empty; give 1 to %d messages".formatted(BATCH_MESSAGES));
            }
            if (!faults.any()) {
                return items;
            }
        }
        throw Problem.invalid(faults.list()).refusal();
    }

    private MessageReader reader(JsonNode node, String pointer, Faults faults, Instant now) {
        return MessageReader.of(
                node, pointer, faults, now, settings.attachments().asLongValue());
    }

    private UUID nextId() {
        return ids.generate();
    }

    /** Milliseconds, since that is what travels in a batch. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static IdempotencyKey key(byte[] body, String key) {
        if (key == null) {
            return null;
        }
        boolean printable = key.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (key.isBlank() || key.length() > KEY_LENGTH || !printable) {
            throw Problem.invalid("Idempotency-Key: give 1 to %d printable ASCII characters.".formatted(KEY_LENGTH))
                    .refusal();
        }
        try {
            return new IdempotencyKey(key, MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
