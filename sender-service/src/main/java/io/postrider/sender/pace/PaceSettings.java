package io.postrider.sender.pace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much is delivered at the same time. */
@ConfigMapping(prefix = "postrider.pace")
public interface PaceSettings {
    /** Mails of one batch in progress at the same time. */
    @WithDefault("64")
    int window();

    /** Maximum number of batches that are slowed by a rate limit and do not count against the lanes' credit. */
    @WithDefault("64")
    int slowBatches();

    /** How much of the full rate is regained in each step after a provider has throttled us, as a fraction. */
    @WithDefault("0.1")
    double recoveryStep();

    /** Time between two such steps. */
    @WithDefault("1M")
    Duration recoveryEvery();
}
