package io.postrider.ingest.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.contract.Limits;
import io.postrider.ingest.IngestSettings;
import io.postrider.ingest.Problem;
import io.postrider.ingest.Problem.Fault;
import io.postrider.ingest.Submission;
import io.postrider.ingest.Submission.IdempotencyKey;
import io.postrider.ingest.Submission.Message;
import io.postrider.template.RenderBudget;
import io.postrider.template.Template;
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
import java.util.function.Function;

/** The first step: bytes to a submission, or a refusal that lists every fault. */
@Singleton
public class Submit {
    private static final int KEY_LENGTH = 256;
    private static final Fault TOO_MUCH = new Fault(
            "",
            ("takes over %,d steps to render for all recipients; give fewer recipients in one call,"
                            + " or use shorter lists and fewer sections inside each other")
                    .formatted(Estimates.STEPS_OF_REQUEST));
    private static final Set<String> BATCH_KNOWN = Set.of("messages");

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final CompiledTemplates compiled = new CompiledTemplates();
    private final IngestSettings.Submit settings;
    private final Clock clock;

    public Submit(IngestSettings settings, Clock clock) {
        this.settings = settings.submit();
        this.clock = clock;
        atMost("recipients", this.settings.recipients(), Limits.MESSAGE_RECIPIENTS);
        atMost("template-length", this.settings.templateLength(), Template.SOURCE_LENGTH);
        atMost("rendered", this.settings.rendered().asLongValue(), RenderBudget.SIZE);
        atMost(
                "recipient-variables",
                this.settings.recipientVariables().asLongValue(),
                Limits.RECIPIENT_VARIABLE_BYTES);
        atMost("attachments", this.settings.attachments().asLongValue(), Limits.ATTACHMENT_BYTES);
        atMost("shared-variables", this.settings.sharedVariables().asLongValue(), Limits.SHARED_VARIABLE_BYTES);
    }

    /** The other services rely on the contract's bounds. */
    private static void atMost(String setting, long value, long most) {
        if (value > most) {
            throw new IllegalArgumentException(
                    "postrider.submit.%s is %d; at most %d may be".formatted(setting, value, most));
        }
    }

    /** @param key the Idempotency-Key, or null */
    public Uni<Submission> message(byte[] body, String key) {
        return reading(body, estimates -> readMessage(body, key, estimates));
    }

    /** Faults of one message refuse that message; the answer says what became of each. */
    public Uni<Submission> batch(byte[] body, String key) {
        return reading(body, estimates -> readBatch(body, key, estimates));
    }

    private Uni<Submission> reading(byte[] body, Function<Estimates, Submission> reading) {
        Uni<Submission> onWorker = Uni.createFrom()
                .item(() -> read(reading, true))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return body.length >= settings.workerFrom().asLongValue()
                ? onWorker
                : Uni.createFrom()
                        .item(() -> read(reading, false))
                        .onFailure(Estimates.TooMuchException.class)
                        .recoverWithUni(onWorker);
    }

    private Submission read(Function<Estimates, Submission> reading, boolean worker) {
        try (Estimates estimates = new Estimates(compiled, settings.rendered().asLongValue(), worker)) {
            return reading.apply(estimates);
        } catch (Estimates.TooMuchException e) {
            if (worker) {
                throw Problem.invalid(List.of(TOO_MUCH)).refusal();
            }
            throw e;
        }
    }

    private Submission readMessage(byte[] body, String key, Estimates estimates) {
        IdempotencyKey checkedKey = key(body, key);
        Faults faults = new Faults();
        MessageReader reader = reader(JsonBody.parse(body), "", faults, now(), estimates);
        Message message = reader == null ? null : reader.read(nextId());
        if (message == null) {
            throw Problem.invalid(faults.list()).refusal();
        }
        String answer = Answers.message(message, reader.rejected());
        return new Submission(checkedKey, List.of(message), answer, body.length);
    }

    private Submission readBatch(byte[] body, String key, Estimates estimates) {
        IdempotencyKey checkedKey = key(body, key);
        JsonNode items = batchItems(JsonBody.parse(body));
        Instant now = now();
        List<Message> messages = new ArrayList<>(items.size());
        Answers.Items answers = new Answers.Items();
        int recipients = 0;
        for (int i = 0; i < items.size(); i++) {
            Faults faults = new Faults();
            String pointer = "/messages/" + i;
            MessageReader reader = reader(items.get(i), pointer, faults, now, estimates);
            Message message = reader == null ? null : reader.read(nextId());
            if (message != null && recipients + message.recipients().size() > settings.batchRecipients()) {
                faults.add(
                        pointer + "/to",
                        "goes beyond %,d recipients of one call".formatted(settings.batchRecipients()));
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

    private JsonNode batchItems(JsonNode body) {
        Faults faults = new Faults();
        Fields fields = Fields.of(body, "", faults, BATCH_KNOWN);
        if (fields != null) {
            fields.required("messages", "1 to %d messages".formatted(settings.batchMessages()));
            JsonNode items = fields.array("messages", settings.batchMessages(), "messages");
            if (items != null && items.isEmpty()) {
                fields.fault("messages", "is empty; give 1 to %d messages".formatted(settings.batchMessages()));
            }
            if (!faults.any()) {
                return items;
            }
        }
        throw Problem.invalid(faults.list()).refusal();
    }

    private MessageReader reader(JsonNode node, String pointer, Faults faults, Instant now, Estimates estimates) {
        return MessageReader.of(node, pointer, faults, now, settings, estimates);
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
