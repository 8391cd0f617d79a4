package io.postrider.ingest.web.body;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Bodies of calls. */
@ConfigMapping(prefix = "postrider.submit")
public interface BodySettings {
    /**
     * Memory for the bodies of all calls, for received bytes and for parsed content; at least twice the largest body. When it
     * is full, the slowest body is dropped with 408; otherwise a further call gets 503, or 429 if its client uses three
     * quarters.
     */
    @WithDefault("128M")
    MemorySize bodiesInFlight();

    /** Minimum rate of a body in bytes per second, on average, checked from the tenth second on; a slower one gets 408. */
    @WithDefault("4K")
    MemorySize minimumRate();

    /** How long a body may take to arrive after the head of its call; then the call gets 408. */
    @WithDefault("60s")
    Duration bodyTimeout();
}
