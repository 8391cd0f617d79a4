package io.postrider.ingest.model;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Publishing what was accepted. Each lane has its own window, queue and poll. */
@ConfigMapping(prefix = "postrider.dispatch")
public interface DispatchSettings {
    /** Publishes of one lane that wait for their settlement at the same time; a batch counts one for each 64 KiB begun. */
    @WithDefault("256")
    int window();

    /** Batches of one lane that are queued in memory after their commit; the poller takes the others from the outbox. */
    @WithDefault("5000")
    int handedOver();

    /**
     * How long a batch belongs to the process that took it. After a crash, other processes take it when the lease ends. Must
     * be longer than {@code postrider.broker.publish-timeout}.
     */
    @WithDefault("10s")
    Duration lease();

    /** How often the poller looks for due batches: scheduled ones, and those left by a crash or a broker outage. */
    @WithDefault("500ms")
    Duration poll();

    /** Maximum number of batches that one poll takes. */
    @WithDefault("256")
    int page();

    /** How long a shutdown waits for publishes in progress. */
    @WithDefault("8s")
    Duration grace();
}
