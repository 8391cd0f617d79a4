package io.postrider.ingest.app;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.queue.LaneConnections;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Connects to the broker after everything else has started, and disconnects after everything else has stopped. */
@Singleton
class BrokerStart {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final int LAST = Integer.MAX_VALUE;

    private final LaneConnections links;
    private final boolean needed;

    BrokerStart(LaneConnections links, RoleSettings settings) {
        this.links = links;
        this.needed = settings.roles().contains(Role.INTAKE) || settings.roles().contains(Role.CONTROL);
    }

    /**
     * Runs after all other start-up observers: if one of them fails after the links are open, closing the links would
     * be logged as an outage.
     */
    void start(@Observes @Priority(LAST) StartupEvent started) {
        if (needed) {
            links.open();
        }
    }

    void stop(@Observes @Priority(LAST) ShutdownEvent stopping) {
        links.close(Duration.ZERO).await().atMost(CLOSE_LIMIT);
    }
}
