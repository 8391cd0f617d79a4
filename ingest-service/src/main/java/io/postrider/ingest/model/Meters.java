package io.postrider.ingest.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.queue.DeadLetter;
import io.postrider.store.messages.NewMessage;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** All that ingest-service counts. */
@Singleton
public class Meters {
    private final MeterRegistry registry;
    private final Map<Lane, Counter> recipientsAccepted = new EnumMap<>(Lane.class);
    private final Map<Lane, Counter> published = new EnumMap<>(Lane.class);
    private final Map<Lane, Counter> publishFailed = new EnumMap<>(Lane.class);
    private final Map<Lane, Counter> leftToPoll = new EnumMap<>(Lane.class);
    private final Map<Lane, Counter> polled = new EnumMap<>(Lane.class);
    private final Counter repeated;
    private final Counter markFailed;
    private final DistributionSummary acceptGroup;

    public Meters(MeterRegistry registry, OutboxLag lag) {
        this.registry = registry;
        for (Lane lane : Lane.values()) {
            recipientsAccepted.put(
                    lane, laneCounter("postrider.ingest.accepted.recipients", "Recipients answered 202", lane));
            published.put(lane, laneCounter("postrider.ingest.published", "Batches that the broker has settled", lane));
            publishFailed.put(
                    lane, laneCounter("postrider.ingest.publish.failed", "Publishes to be tried again", lane));
            leftToPoll.put(
                    lane,
                    laneCounter(
                            "postrider.ingest.left.to.poll",
                            "Batches left to the poller: queue in memory full, or no link",
                            lane));
            polled.put(lane, laneCounter("postrider.ingest.polled", "Batches taken from the outbox by a poll", lane));
            Gauge.builder("postrider.ingest.outbox.lag", () -> lag.known() ? lag.seconds(lane) : Double.NaN)
                    .description(
                            "How long the oldest due batch has waited for its publish; NaN while PostgreSQL is away")
                    .baseUnit("seconds")
                    .tag("lane", lane.word())
                    .register(registry);
        }
        repeated = Counter.builder("postrider.ingest.repeated")
                .description("Requests answered with the first answer of their Idempotency-Key")
                .register(registry);
        markFailed = Counter.builder("postrider.ingest.mark.failed")
                .description("Published batches that could not be marked and will be published again")
                .register(registry);
        acceptGroup = DistributionSummary.builder("postrider.ingest.accept.group")
                .description("Requests that share a transaction")
                .register(registry);
    }

    private Counter laneCounter(String name, String description, Lane lane) {
        return Counter.builder(name)
                .description(description)
                .tag("lane", lane.word())
                .register(registry);
    }

    /** @param repeated whether it had been accepted before, by its Idempotency-Key */
    public void accepted(Submission submission, boolean repeated) {
        if (repeated) {
            this.repeated.increment();
            return;
        }
        for (NewMessage message : submission.messages()) {
            recipientsAccepted
                    .get(message.head().lane())
                    .increment(message.recipients().size());
        }
    }

    /** @param reason the reason of the problem document */
    public void refused(String reason) {
        Counter.builder("postrider.ingest.refused")
                .description("Requests answered with a problem document")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    public void acceptGroup(int requests) {
        acceptGroup.record(requests);
    }

    public void bodiesHeld(Supplier<Number> bytes) {
        Gauge.builder("postrider.ingest.bodies.held", bytes)
                .description("Memory of the bodies of calls, received and parsed")
                .baseUnit("bytes")
                .register(registry);
    }

    public void estimates(Supplier<Number> requests) {
        Gauge.builder("postrider.ingest.estimates", requests)
                .description("Requests whose costly mails are estimated, or wait for that")
                .register(registry);
    }

    public void acceptWaiting(Supplier<Number> weight) {
        Gauge.builder("postrider.ingest.accept.waiting", weight)
                .description("Weight of the requests that wait for a transaction")
                .register(registry);
    }

    public void inFlight(Lane lane, Supplier<Number> slots) {
        Gauge.builder("postrider.ingest.dispatch.in.flight", slots)
                .description("Slots of the window in use")
                .tag("lane", lane.word())
                .register(registry);
    }

    public void queueDepth(String queue, Supplier<Number> batches) {
        Gauge.builder("postrider.ingest.queue.batches", batches)
                .description("Batches on the broker, waiting or in progress; NaN while it does not answer")
                .tag("queue", queue)
                .register(registry);
    }

    public void published(Lane lane) {
        published.get(lane).increment();
    }

    public void publishFailed(Lane lane) {
        publishFailed.get(lane).increment();
    }

    public void leftToPoll(Lane lane) {
        leftToPoll.get(lane).increment();
    }

    public void polled(Lane lane, int batches) {
        polled.get(lane).increment(batches);
    }

    public void markFailed() {
        markFailed.increment();
    }

    /** @param category the word of {@link io.postrider.replies.Category} */
    public void reportedBounce(String category) {
        Counter.builder("postrider.ingest.reports.bounced")
                .description("Deliveries whose bounce came back by mail")
                .tag("category", category)
                .register(registry)
                .increment();
    }

    public void reportedComplaint() {
        Counter.builder("postrider.ingest.reports.complained")
                .description("Deliveries that their recipients complained about")
                .register(registry)
                .increment();
    }

    public void reportedUnsubscribe() {
        Counter.builder("postrider.ingest.reports.unsubscribed")
                .description("Deliveries whose recipients asked their provider for no more such mail")
                .register(registry)
                .increment();
    }

    /** @param reason why a mail was taken and changed nothing */
    public void reportDropped(String reason) {
        Counter.builder("postrider.ingest.reports.dropped")
                .description("Mails to the listener for reports that changed nothing")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    public void postmasterMail() {
        Counter.builder("postrider.ingest.reports.postmaster")
                .description("Mails to postmaster that were handed on")
                .register(registry)
                .increment();
    }

    /** @param origin the address that it died on */
    public void deadLetter(String origin, DeadLetter.Kind kind) {
        Counter.builder("postrider.ingest.dead.letters")
                .description("Dead letters that were taken from the broker")
                .tag("origin", Addresses.isOurs(origin) ? origin : DeadLetter.NOWHERE)
                .tag("reason", kind.word())
                .register(registry)
                .increment();
    }

    /** @param decision replayed or discarded */
    public void deadDecided(String decision) {
        Counter.builder("postrider.ingest.dead.decided")
                .description("Dead letters that were replayed or discarded")
                .tag("decision", decision)
                .register(registry)
                .increment();
    }

    /** @param full 1 if no more are taken from the broker */
    public void deadWaiting(Supplier<Number> waiting, Supplier<Number> full) {
        Gauge.builder("postrider.ingest.dead.waiting", waiting)
                .description("Dead letters that were neither replayed nor discarded")
                .register(registry);
        Gauge.builder("postrider.ingest.dead.full", full)
                .description("1 while as many dead letters wait as may be kept")
                .register(registry);
    }

    /**
     * @param difference recipients that were accepted and are neither final nor in flight
     * @param overdue recipients in flight long after their message has expired
     * @param unaccounted recipients in flight that are in no known place; NaN while unknown
     * @param at time of the audit, in seconds since 1970
     */
    public void audit(
            Supplier<Number> difference, Supplier<Number> overdue, Supplier<Number> unaccounted, Supplier<Number> at) {
        Gauge.builder("postrider.audit.difference", difference)
                .description("Accepted recipients that are neither final nor in flight; must be 0")
                .register(registry);
        Gauge.builder("postrider.audit.overdue", overdue)
                .description("Recipients in flight over ten minutes after their message expired; must be 0")
                .register(registry);
        Gauge.builder("postrider.audit.unaccounted", unaccounted)
                .description(
                        "Recipients in flight who are neither in the outbox, nor dead, nor on the broker; must be 0,"
                                + " and is told only while all queues are empty")
                .register(registry);
        Gauge.builder("postrider.audit.at", at)
                .description("Time of the last audit")
                .baseUnit("seconds")
                .register(registry);
    }

    public void reportConnections(Supplier<Number> open) {
        Gauge.builder("postrider.ingest.reports.connections", open)
                .description("Open connections of the listener for reports")
                .register(registry);
    }

    /** @param reason why a recipient, mail or connection was refused */
    public void reportRefused(String reason) {
        Counter.builder("postrider.ingest.reports.refused")
                .description("Refusals of the listener for reports")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
