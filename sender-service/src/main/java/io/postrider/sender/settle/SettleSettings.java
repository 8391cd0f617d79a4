package io.postrider.sender.settle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** Outcomes and retries. */
@ConfigMapping(prefix = "postrider.settle")
public interface SettleSettings {
    /** Delays before the second, third, … attempt; the last one is doubled up to {@link #longestDelay}. */
    @WithDefault("1M,5M,15M,30M")
    List<Duration> delays();

    /** The delay before the second attempt of transactional mail; it is doubled until it meets {@link #delays}. */
    @WithDefault("15s")
    Duration transactionalDelay();

    /** The maximum delay before an attempt. */
    @WithDefault("4H")
    Duration longestDelay();

    /** Minimum delay of mail while no route is open; it grows the longer this lasts. */
    @WithDefault("5s")
    Duration shortestAway();

    /** Maximum delay of mail while no route is open. */
    @WithDefault("1M")
    Duration longestAway();
}
