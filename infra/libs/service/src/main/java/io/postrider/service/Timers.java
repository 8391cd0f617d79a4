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
 * Work that is done again after each period, until the service ends. A timer of Vert.x goes on for a moment after
 * the beans that its work needs are gone, and its failure would be an ERROR line that means nothing.
 */
@Singleton
public class Timers {
    private final Vertx vertx;
    private final Set<Long> running = ConcurrentHashMap.newKeySet();

    public Timers(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param work for an event loop: it must not block */
    public void every(Duration period, Runnable work) {
        running.add(vertx.setPeriodic(period.toMillis(), tick -> work.run()));
    }

    /** Before all others that end. */
    void stop(@Observes @Priority(1) ShutdownEvent stopping) {
        running.forEach(vertx::cancelTimer);
    }
}
