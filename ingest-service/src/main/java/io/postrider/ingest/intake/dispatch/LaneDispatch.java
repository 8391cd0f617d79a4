package io.postrider.ingest.intake.dispatch;

import io.postrider.ingest.model.DispatchSettings;
import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.pg.Outage;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.OutgoingMessage;
import io.postrider.store.outbox.Outbox;
import io.postrider.store.outbox.OutboxBatch;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Publishes one lane's batches to the broker. Two queues feed its window: fresh batches, handed over after their commit, and taken
 * ones from the outbox. They take turns, so that neither a backlog nor new mail holds up the other. Safe for any thread.
 */
final class LaneDispatch {
    private static final Logger LOG = Logger.getLogger(LaneDispatch.class);

    /** A batch takes one slot of the window for each of these begun, which bounds the bytes in flight. */
    private static final int SLOT_BYTES = 64 * 1024;

    /** Bytes of the bodies that one look may bring, by the average of the look before. */
    private static final int LOOK_BYTES = 8 << 20;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Lane lane;
    private final BrokerConnection link;
    private final Outbox outbox;
    private final DispatchMeters meters;
    private final DispatchSettings settings;

    private final ArrayDeque<OutboxBatch> fresh = new ArrayDeque<>();
    private final ArrayDeque<OutboxBatch> taken = new ArrayDeque<>();
    private final Set<UUID> held = new HashSet<>();
    private final LeasedBatches leftBehind;
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private int inFlight;
    private int toMark;
    private int averageBytes = SLOT_BYTES;
    private boolean freshIsNext;
    private boolean looking;
    private boolean more;
    private boolean stopped;
    private Instant pausedUntil = Instant.MIN;

    LaneDispatch(Lane lane, BrokerConnection link, Outbox outbox, DispatchMeters meters, DispatchSettings settings) {
        this.lane = lane;
        this.link = link;
        this.outbox = outbox;
        this.meters = meters;
        this.settings = settings;
        this.leftBehind = new LeasedBatches(settings.handedOver());
        meters.inFlight(lane, this::inFlight);
    }

    /** Takes a batch that was just committed, if there is room; otherwise its row is found later. */
    void handOver(OutboxBatch batch) {
        synchronized (this) {
            boolean away = !link.up();
            if (away) {
                leftBehind.add(batch);
            }
            if (stopped || away || fresh.size() >= settings.handedOver()) {
                meters.leftToPoll(lane);
                return;
            }
            held.add(batch.id());
            fresh.add(batch);
        }
        fillWindow();
    }

    /** Publishes what waits, and looks for due rows unless it is at it, has no room, or the broker is away. */
    void look() {
        List<Outbox.Lease> givenUp;
        synchronized (this) {
            givenUp = link.up() ? leftBehind.takeAll(Instant.now()) : List.of();
        }
        if (givenUp.isEmpty()) {
            lookNow();
            return;
        }
        outbox.release(givenUp).subscribe().with(done -> lookNow(), failure -> {
            LOG.debugf("leases are not given up and end by themselves: %s", failure.getMessage());
            lookNow();
        });
    }

    private void lookNow() {
        int limit;
        boolean mayTake;
        synchronized (this) {
            limit = Math.min(Math.min(settings.page(), room()), Math.max(1, LOOK_BYTES / averageBytes));
            mayTake = !stopped && !looking && !paused() && limit > 0 && link.up();
            looking |= mayTake;
        }
        if (mayTake) {
            take(limit);
            fillWindow();
        } else {
            // What was taken before a pause may fill all the room: after the pause nothing else sets it going.
            publishWaiting();
        }
    }

    private void take(int limit) {
        outbox.take(lane, limit).subscribe().with(batches -> took(batches, batches.size() >= limit), failure -> {
            LOG.debugf("the outbox cannot be read: %s", failure.getMessage());
            synchronized (this) {
                looking = false;
                pause();
            }
        });
    }

    private void took(List<OutboxBatch> batches, boolean full) {
        synchronized (this) {
            looking = false;
            more = full;
            long bytes = 0;
            for (OutboxBatch batch : batches) {
                bytes += batch.body().length;
                // Already in progress here: its lease expired before the publish finished. Skip it.
                if (held.add(batch.id())) {
                    taken.add(batch);
                }
            }
            averageBytes = batches.isEmpty() ? averageBytes : (int) Math.max(1, bytes / batches.size());
        }
        meters.polled(lane, batches.size());
        fillWindow();
    }

    private void publishWaiting() {
        for (OutboxBatch batch = next(); batch != null; batch = next()) {
            publish(batch);
        }
        synchronized (this) {
            if (stopped && inFlight == 0 && toMark == 0 && fresh.isEmpty() && taken.isEmpty()) {
                idle.complete(null);
            }
        }
    }

    private void fillWindow() {
        publishWaiting();
        boolean roomForMore;
        synchronized (this) {
            roomForMore = more && room() >= settings.window() / 4;
        }
        if (roomForMore) {
            look();
        }
    }

    private synchronized OutboxBatch next() {
        if (!link.up()) {
            leave(fresh);
            leave(taken);
        }
        // Marks have their own bound: in the window they would tie the rate of publishing to PostgreSQL's response
        // time,
        // and a database that is busy with new mail would hold up the mail that is accepted.
        if (inFlight >= settings.window() || toMark >= settings.handedOver() || paused()) {
            return null;
        }
        for (OutboxBatch batch = poll(); batch != null; batch = poll()) {
            if (Instant.now().isBefore(batch.dueAt())) {
                inFlight += slots(batch);
                return batch;
            }
            held.remove(batch.id());
        }
        return null;
    }

    /** Their rows are there still, and are due when the broker is back, or when their lease is over. */
    private void leave(ArrayDeque<OutboxBatch> batches) {
        batches.forEach(batch -> {
            held.remove(batch.id());
            leftBehind.add(batch);
        });
        batches.clear();
    }

    private OutboxBatch poll() {
        freshIsNext = !freshIsNext;
        OutboxBatch batch = (freshIsNext ? fresh : taken).poll();
        return batch == null ? (freshIsNext ? taken : fresh).poll() : batch;
    }

    private void publish(OutboxBatch batch) {
        OutgoingMessage outgoing = new OutgoingMessage(
                Addresses.submitted(lane), batch.body(), batch.id().toString(), batch.priority(), Map.of());
        link.publish(outgoing)
                .subscribe()
                .with(
                        done -> {
                            meters.published(lane);
                            published(batch);
                            mark(batch);
                        },
                        failure -> {
                            failed(batch, failure);
                            finished(batch);
                        });
    }

    private synchronized void published(OutboxBatch batch) {
        inFlight -= slots(batch);
        toMark++;
    }

    private void mark(OutboxBatch batch) {
        outbox.published(batch).subscribe().with(done -> marked(batch), failure -> {
            LOG.logf(
                    Outage.level(failure),
                    "batch %s is published but not marked: %s",
                    batch.id(),
                    OutsideText.forLog(failure));
            meters.markFailed();
            marked(batch);
        });
        fillWindow();
    }

    private void marked(OutboxBatch batch) {
        synchronized (this) {
            toMark--;
            held.remove(batch.id());
        }
        fillWindow();
    }

    private void failed(OutboxBatch batch, Throwable failure) {
        LOG.debugf("batch %s of message %s stays: %s", batch.id(), batch.message(), failure.getMessage());
        meters.publishFailed(lane);
        synchronized (this) {
            if (!link.up()) {
                leftBehind.add(batch);
            }
            pause();
        }
    }

    private void finished(OutboxBatch batch) {
        synchronized (this) {
            inFlight -= slots(batch);
            held.remove(batch.id());
        }
        fillWindow();
    }

    /** Takes nothing more; completes when all it has is published, or failed. */
    Uni<Void> stop() {
        synchronized (this) {
            stopped = true;
        }
        fillWindow();
        return Uni.createFrom().completionStage(idle);
    }

    private synchronized int inFlight() {
        return inFlight;
    }

    private int room() {
        return settings.window() - inFlight - taken.size();
    }

    private boolean paused() {
        return Instant.now().isBefore(pausedUntil);
    }

    private void pause() {
        pausedUntil = Instant.now().plus(PAUSE);
    }

    private static int slots(OutboxBatch batch) {
        return 1 + batch.body().length / SLOT_BYTES;
    }
}
