package io.postrider.service;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Periodic work, until the service stops. A Vert.x timer may still fire after the beans that its work needs are gone,
 * and the failure would be a meaningless ERROR line.
 */
@Singleton
public class Timers {
    private final Vertx vertx;
    private final Set<Long> running = ConcurrentHashMap.newKeySet();

    public Timers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param work runs on an event loop, so it must not block */
    public void every(Duration period, Runnable work) {
        running.add(vertx.setPeriodic(period.toMillis(), tick -> work.run()));
    }

    /** Runs before all other shutdown observers. */
    void stop(@Observes @Priority(1) ShutdownEvent stopping) {
        running.forEach(vertx::cancelTimer);
    }
}
