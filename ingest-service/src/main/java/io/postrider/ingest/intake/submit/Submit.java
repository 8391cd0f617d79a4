package io.postrider.ingest.intake.submit;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import io.postrider.ingest.intake.submit.estimate.CompiledTemplates;
import io.postrider.ingest.intake.submit.estimate.EstimateSlots;
import io.postrider.ingest.intake.submit.estimate.EstimateSlots.Place;
import io.postrider.ingest.intake.submit.estimate.RenderEstimates;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.model.IdempotencyKey;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.model.Submission.Claim;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.Problem.Fault;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.ingest.web.json.JsonBody;
import io.postrider.mail.Limits;
import io.postrider.store.messages.NewMessage;
import io.postrider.templates.RenderBudget;
import io.postrider.templates.Template;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The first step: bytes to a submission, or a refusal that lists every fault. */
@Singleton
public class Submit {
    private static final int KEY_LENGTH = 256;
    private static final Fault TOO_MUCH = new Fault(
            "",
            ("takes over %,d steps to render for all recipients; give fewer recipients in one call,"
                            + " or use shorter lists and fewer sections inside each other")
                    .formatted(RenderEstimates.STEPS_OF_REQUEST));

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();
    private final CompiledTemplates compiled = new CompiledTemplates();
    private final SubmitSettings settings;
    private final Clock clock;
    private final EstimateSlots places;

    public Submit(SubmitSettings settings, Clock clock, EstimateSlots places) {
        this.places = places;
        this.settings = settings;
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

    /** The other services rely on these limits. */
    private static void atMost(String setting, long value, long most) {
        if (value > most) {
            throw new IllegalArgumentException(
                    "postrider.submit.%s is %d; the maximum is %d".formatted(setting, value, most));
        }
    }

    /** @param key the Idempotency-Key, not yet checked, or null */
    public Uni<Submission> message(RequestBody body, IdempotencyKey key) {
        return reading(body, estimates -> readMessage(body, key, estimates));
    }

    /** Faults of one message refuse that message; the answer has a result for each. */
    public Uni<Submission> batch(RequestBody body, IdempotencyKey key) {
        return reading(body, estimates -> readBatch(body, key, estimates));
    }

    private Uni<Submission> reading(RequestBody body, Function<RenderEstimates, Submission> reading) {
        boolean large = body.length() >= settings.workerFrom().asLongValue();
        Uni<Submission> read = large
                ? onWorker(() -> read(reading, body, () -> places.tryEnter(body.client())))
                : Uni.createFrom().item(() -> read(reading, body, () -> null));
        return read.onFailure(RenderEstimates.NoPlaceException.class)
                .recoverWithUni(() -> {
                    body.again();
                    return places.enter(body.client(), body::left).chain(place -> readIn(place, reading, body));
                })
                .onTermination()
                .invoke(body::drop);
    }

    private Uni<Submission> readIn(Place place, Function<RenderEstimates, Submission> reading, RequestBody body) {
        return onWorker(() -> read(reading, body, () -> place)).onTermination().invoke(place::close);
    }

    private static Uni<Submission> onWorker(Supplier<Submission> reading) {
        return Uni.createFrom().item(reading).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Submission read(Function<RenderEstimates, Submission> reading, RequestBody body, Supplier<Place> place) {
        if (body.left()) {
            throw Problem.overloaded().refusal();
        }
        try (RenderEstimates estimates =
                new RenderEstimates(compiled, settings.rendered().asLongValue(), body, place)) {
            return reading.apply(estimates);
        } catch (RenderEstimates.TooMuchException e) {
            throw Problem.invalid(List.of(TOO_MUCH)).refusal();
        }
    }

    private Submission readMessage(RequestBody body, IdempotencyKey key, RenderEstimates estimates) {
        Claim claim = claim(body, key);
        Faults faults = new Faults();
        MessageReader reader = new MessageReader("", faults, now(), settings, estimates);
        NewMessage message = JsonBody.read(body, json -> reader.read(json, nextId()));
        if (message == null) {
            throw Problem.invalid(faults.list()).refusal();
        }
        String answer = SubmitResponses.message(message, reader.rejected());
        return new Submission(body.client(), claim, List.of(message), answer, body.length());
    }

    private Submission readBatch(RequestBody body, IdempotencyKey key, RenderEstimates estimates) {
        Claim claim = claim(body, key);
        BatchReader reader = new BatchReader(settings, estimates, this::nextId, now());
        Faults faults = JsonBody.read(body, reader::read);
        if (faults.any()) {
            throw Problem.invalid(faults.list()).refusal();
        }
        return new Submission(body.client(), claim, reader.messages(), reader.answer(), body.length());
    }

    private UUID nextId() {
        return ids.generate();
    }

    /** In milliseconds, as in a batch. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Claim claim(RequestBody body, IdempotencyKey key) {
        if (key == null) {
            return null;
        }
        String value = key.value();
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (value.isBlank() || value.length() > KEY_LENGTH || !printable) {
            throw Problem.invalid(List.of(Fault.ofHeader(
                            "Idempotency-Key", "give 1 to %d printable ASCII characters".formatted(KEY_LENGTH))))
                    .refusal();
        }
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(body.whole());
            return new Claim(key, hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
