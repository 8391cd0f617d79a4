package io.postrider.ingest.control.audit;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.QueueDepth;
import io.postrider.service.Timers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Queries the depth of each queue every few seconds, for the gauges by which routers and senders are scaled. */
@Singleton
class QueueDepthMonitor {
    private static final Logger LOG = Logger.getLogger(QueueDepthMonitor.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final BrokerConnection broker;
    private final Timers timers;
    private final AuditMeters meters;
    private final boolean enabled;

    /** Depths by address; empty while the broker does not report them. */
    private volatile Map<String, QueueDepth> last = Map.of();

    QueueDepthMonitor(BrokerConnection broker, Timers timers, AuditMeters meters, RoleSettings settings) {
        this.broker = broker;
        this.timers = timers;
        this.meters = meters;
        this.enabled = settings.roles().contains(Role.CONTROL);
    }

    void start(@Observes StartupEvent started) {
        if (!enabled) {
            return;
        }
        for (Lane lane : Lane.values()) {
            Stream.of(Addresses.submitted(lane), Addresses.outbound(lane))
                    .forEach(queue -> meters.queueDepth(queue, () -> ready(queue)));
        }
        timers.every(EVERY, this::measure);
    }

    /** The batches available to consumers now, without scheduled ones. */
    private double ready(String queue) {
        QueueDepth depth = last.get(queue);
        return depth == null ? Double.NaN : depth.waiting() + depth.delivering();
    }

    private void measure() {
        broker.depths()
                .subscribe()
                .with(
                        all -> last = all.stream()
                                .collect(Collectors.toUnmodifiableMap(QueueDepth::address, Function.identity())),
                        failure -> {
                            last = Map.of();
                            LOG.debugf("the broker does not report its queues: %s", failure.getMessage());
                        });
    }
}
