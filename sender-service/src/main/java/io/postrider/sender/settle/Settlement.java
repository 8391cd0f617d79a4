package io.postrider.sender.settle;

import io.postrider.mail.Batch;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.BatchRecipients;
import io.postrider.store.deliveries.DeliveryLog;
import io.postrider.store.deliveries.Ledger;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.deliveries.State;
import io.postrider.store.outbox.PostponedBatches;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The end of each attempt: the ledger, and the return to the outbox. */
@ApplicationScoped
public class Settlement {
    private static final Duration LAST_SAVES = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 10_000_000;

    private final Ledger ledger;
    private final PostponedBatches postponed;
    private final SettleMeters meters;
    private final Clock clock;
    private final RetrySchedule schedule;
    private final int mostUnsaved;
    private final AtomicInteger unsaved = new AtomicInteger();

    public Settlement(
            Ledger ledger,
            PostponedBatches postponed,
            SettleMeters meters,
            Clock clock,
            SettleSettings settings,
            UnsavedOutcomesSettings unsavedOutcomes) {
        this.ledger = ledger;
        this.postponed = postponed;
        this.meters = meters;
        this.clock = clock;
        this.schedule = new RetrySchedule(
                settings.delays(),
                settings.transactionalDelay(),
                settings.longestDelay(),
                new RetrySchedule.Away(settings.shortestAway(), settings.longestAway()));
        this.mostUnsaved = unsavedOutcomes.unsavedOutcomes();
    }

    public Open open(Batch batch) {
        return new Open(batch);
    }

    /** Outcomes that wait for PostgreSQL, over all batches. */
    public int unsaved() {
        return unsaved.get();
    }

    /** The number of unsaved outcomes at which sending pauses. */
    public int mostUnsaved() {
        return mostUnsaved;
    }

    /** Waits for the last outcomes before the process ends; what is not saved by then is sent once more. */
    public void awaitSaved() {
        long deadline = System.nanoTime() + LAST_SAVES.toNanos();
        while (unsaved.get() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The settlement of one batch, which collects its recipients' outcomes from many connections. */
    public final class Open {
        private final Batch batch;
        private final List<CompletableFuture<Void>> saves = new ArrayList<>();
        private final List<Recipient> deferred = new ArrayList<>();
        private final List<Recipient> unseen = new ArrayList<>();

        private Open(Batch batch) {
            this.batch = batch;
        }

        /** Adds the recipients that the ledger already listed as deferred or cancelled when the batch arrived. */
        public Uni<Void> known(BatchRecipients work) {
            synchronized (this) {
                deferred.addAll(work.deferred());
            }
            List<Uni<Void>> records = new ArrayList<>();
            for (Recipient recipient : work.cancelled()) {
                records.add(end(recipient, State.CANCELLED, "the message was cancelled"));
            }
            return records.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : Uni.join().all(records).andFailFast().replaceWithVoid();
        }

        public boolean expired() {
            return !clock.instant().isBefore(batch.message().expiresAt());
        }

        /** Not delivered in time. */
        public Uni<Void> expired(Recipient recipient) {
            return end(recipient, State.EXPIRED, "not delivered before the message expired");
        }

        /** No mail can be made for this recipient, now or later. */
        public Uni<Void> unsendable(Recipient recipient, String reason) {
            return record(
                    recipient,
                    Outcome.of(batch, recipient, State.BOUNCED, batch.attempt(), clock.instant(), Cause.ours(reason)));
        }

        /** No route was open for these recipients, so the attempt is still to be made. Completes like {@link #record}. */
        public Uni<Void> unseen(List<Recipient> recipients, String why) {
            List<Uni<Void>> records = recipients.stream()
                    .map(recipient ->
                            record(recipient, Outcomes.unseen(batch, recipient, Cause.ours(why), clock.instant())))
                    .toList();
            return Uni.join().all(records).andFailFast().replaceWithVoid();
        }

        /** Number of recipients that no server has seen yet. */
        public synchronized int unseen() {
            return unseen.size();
        }

        /**
         * The route has no slot for these yet: they go back at once, since their slot may be due before the rest of the batch is
         * done. No outcome is recorded. If a crash makes this happen twice, the ledger is compared again when they are due.
         */
        public Uni<Void> requeueForSlot(
                List<Recipient> recipients, Instant slot, Duration delay, BooleanSupplier ours) {
            if (recipients.isEmpty() || !ours.getAsBoolean()) {
                return Uni.createFrom().voidItem();
            }
            Instant at = RetrySchedule.earlier(
                    clock.instant().plus(delay), batch.message().expiresAt());
            return postponed.postpone(batch.withSlot(slot, recipients), at);
        }

        /** The outcome of an attempt. Completes like {@link #record}. */
        public Uni<Void> attempted(Recipient recipient, Attempt attempt) {
            return record(recipient, Outcomes.of(batch, recipient, attempt, clock.instant()));
        }

        private Uni<Void> end(Recipient recipient, State state, String reason) {
            return record(
                    recipient,
                    Outcome.of(batch, recipient, state, batch.attempt() - 1, clock.instant(), Cause.ours(reason)));
        }

        /**
         * Begins to save an outcome. Completes immediately while few outcomes are unsaved, otherwise once this one is saved.
         * This applies back-pressure while PostgreSQL is slow or unavailable.
         */
        private Uni<Void> record(Recipient recipient, Outcome outcome) {
            meters.outcome(outcome);
            if (outcome.state() == State.DELIVERED) {
                MessageHead head = batch.message();
                meters.delivered(head.lane(), Duration.between(head.date(), outcome.at()));
            }
            int waiting = unsaved.incrementAndGet();
            CompletableFuture<Void> saved = ledger.record(outcome)
                    .invoke(() -> DeliveryLog.ended(batch, recipient, outcome))
                    .onTermination()
                    .invoke(unsaved::decrementAndGet)
                    .subscribeAsCompletionStage();
            synchronized (this) {
                saves.add(saved);
                if (outcome.state() == State.DEFERRED) {
                    (outcome.attempt() < batch.attempt() ? unseen : deferred).add(recipient);
                }
            }
            return waiting < mostUnsaved
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().completionStage(saved);
        }

        /**
         * Completes when every outcome is saved and the unfinished recipients are back in the outbox.
         *
         * @param closed how long no route has been open
         */
        public Uni<Void> close(Duration closed, BooleanSupplier ours) {
            CompletableFuture<?>[] all;
            synchronized (this) {
                all = saves.toArray(CompletableFuture[]::new);
            }
            return Uni.createFrom()
                    .completionStage(CompletableFuture.allOf(all))
                    .chain(() -> sendBack(closed, ours));
        }

        private synchronized Uni<Void> sendBack(Duration closed, BooleanSupplier ours) {
            if ((deferred.isEmpty() && unseen.isEmpty()) || !ours.getAsBoolean()) {
                return Uni.createFrom().voidItem();
            }
            Instant now = clock.instant();
            Instant expiresAt = batch.message().expiresAt();
            double random = ThreadLocalRandom.current().nextDouble();
            List<Uni<Void>> returns = new ArrayList<>();
            if (!deferred.isEmpty()) {
                Instant next = schedule.next(batch.message().lane(), batch.attempt(), now, expiresAt, random);
                returns.add(postponed.postpone(batch.retry(deferred), next));
            }
            if (!unseen.isEmpty()) {
                returns.add(postponed.postpone(batch.again(unseen), schedule.again(closed, now, expiresAt, random)));
            }
            return Uni.join().all(returns).andFailFast().replaceWithVoid();
        }
    }
}
