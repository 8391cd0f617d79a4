package io.postrider.sender.pace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much is delivered at a time. */
@ConfigMapping(prefix = "postrider.pace")
public interface PaceSettings {
    /** Mails of one batch in progress at the same time. */
    @WithDefault("64")
    int window();

    /** Batches slowed by the rate of their route, in addition to the lanes' credit. */
    @WithDefault("64")
    int slowBatches();

    /** After a provider throttled us: the share of the full rate by which the rate recovers in one step. */
    @WithDefault("0.1")
    double recoveryStep();

    /** Time between two such steps. */
    @WithDefault("1M")
    Duration recoveryEvery();
}
