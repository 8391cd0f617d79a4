package io.postrider.sender.settle;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The bound on outcomes that wait to be saved. */
@ConfigMapping(prefix = "postrider.pace")
public interface UnsavedOutcomesSettings {
    /** Outcomes that may wait for PostgreSQL before sending pauses. A crash repeats at most these. */
    @WithDefault("1000")
    int unsavedOutcomes();
}
