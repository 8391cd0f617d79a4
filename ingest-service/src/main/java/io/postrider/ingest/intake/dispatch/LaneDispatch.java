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
 * Publishes one lane's batches to the broker. Two queues feed its window: new batches, handed over after their commit,
 * and batches taken from the outbox. They take turns, so that neither a backlog nor new mail delays the other.
 * Thread-safe.
 */
final class LaneDispatch {
    private static final Logger LOG = Logger.getLogger(LaneDispatch.class);

    /** A batch takes one slot of the window for each of these units begun, which bounds the bytes in flight. */
    private static final int SLOT_BYTES = 64 * 1024;

    /** Maximum bytes of the bodies of one poll, estimated by the average of the last one. */
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

    /** Takes a batch that was just committed, if there is room; otherwise the poller finds its row later. */
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

    /**
     * Publishes waiting batches, and polls for due rows unless a poll is in progress, there is no room, or the broker
     * is away.
     */
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
            LOG.debugf("leases could not be released; they will expire: %s", failure.getMessage());
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
            // Batches taken before a pause may fill all the room; after the pause, only this starts publishing again.
            publishWaiting();
        }
    }

    private void take(int limit) {
        outbox.take(lane, limit).subscribe().with(batches -> took(batches, batches.size() >= limit), failure -> {
            LOG.debugf("the outbox could not be read: %s", failure.getMessage());
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

    /** Their rows still exist, and are due when the broker is back, or when their lease expires. */
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
        link.publish(outgoing).subscribe().with(done -> published(batch), failure -> failed(batch, failure));
    }

    private void published(OutboxBatch batch) {
        meters.published(lane);
        synchronized (this) {
            inFlight -= slots(batch);
            toMark++;
        }
        outbox.published(batch).subscribe().with(done -> marked(batch), failure -> {
            LOG.logf(
                    Outage.level(failure),
                    "batch %s was published but could not be marked: %s",
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
        LOG.debugf(
                "batch %s of message %s was not published, will retry: %s",
                batch.id(), batch.message(), failure.getMessage());
        meters.publishFailed(lane);
        synchronized (this) {
            inFlight -= slots(batch);
            held.remove(batch.id());
            if (!link.up()) {
                leftBehind.add(batch);
            }
            pause();
        }
        fillWindow();
    }

    /** Accepts nothing more; completes when all its batches are published or have failed. */
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
