package io.postrider.ingest.intake.dispatch;

import io.postrider.ingest.model.DispatchSettings;
import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.mail.Lane;
import io.postrider.queue.BrokerSettings;
import io.postrider.queue.LaneConnections;
import io.postrider.service.Timers;
import io.postrider.store.outbox.Outbox;
import io.postrider.store.outbox.OutboxBatch;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** The third step: committed batches go to the broker, at once or when they are due. */
@Singleton
public class Dispatch {
    private static final Logger LOG = Logger.getLogger(Dispatch.class);
    private static final Duration PURGE_EVERY = Duration.ofHours(1);

    private final Map<Lane, LaneDispatch> lanes = new EnumMap<>(Lane.class);
    private final Outbox outbox;
    private final DispatchSettings settings;
    private final Timers timers;
    private final boolean enabled;

    Dispatch(
            LaneConnections links,
            BrokerSettings broker,
            Outbox outbox,
            DispatchMeters meters,
            DispatchSettings settings,
            RoleSettings roles,
            Timers timers) {
        requireLongerLease(settings.lease(), broker.publishTimeout());
        this.outbox = outbox;
        this.settings = settings;
        this.timers = timers;
        this.enabled = roles.roles().contains(Role.INTAKE);
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new LaneDispatch(lane, links.of(lane), outbox, meters, this.settings));
        }
    }

    private static void requireLongerLease(Duration lease, Duration publishTimeout) {
        if (lease.compareTo(publishTimeout) <= 0) {
            throw new IllegalArgumentException(
                    "postrider.dispatch.lease (%s) must be longer than postrider.broker.publish-timeout (%s), or batches would be published twice"
                            .formatted(lease, publishTimeout));
        }
    }

    /** Returns at once. Batches that do not fit into memory are published by a later poll, perhaps of another process. */
    public void handOver(List<OutboxBatch> batches) {
        if (!enabled) {
            return;
        }
        for (OutboxBatch batch : batches) {
            lanes.get(batch.lane()).handOver(batch);
        }
    }

    void start(@Observes StartupEvent started) {
        if (!enabled) {
            return;
        }
        timers.every(settings.poll(), () -> lanes.values().forEach(LaneDispatch::look));
        timers.every(
                PURGE_EVERY,
                () -> outbox.purge()
                        .subscribe()
                        .with(
                                done -> {},
                                failure -> LOG.infof("the outbox is purged later: %s", OutsideText.forLog(failure))));
    }

    /** Finishes what it has. A call that is answered after this leaves its batches in the outbox, for their lease at most. */
    void stop(@Observes ShutdownEvent stopping) {
        List<Uni<Void>> stops = lanes.values().stream().map(LaneDispatch::stop).toList();
        try {
            Uni.join().all(stops).andCollectFailures().await().atMost(settings.grace());
        } catch (TimeoutException e) {
            LOG.infof("publishes still in progress after %s; their batches stay in the outbox", settings.grace());
        }
    }
}
