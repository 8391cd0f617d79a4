package io.postrider.ingest.control.deadletters;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Dead letters. */
@ConfigMapping(prefix = "postrider.dead")
public interface DeadLetterSettings {
    /** Maximum dead letters that wait for a decision; more stay on the broker. The same number of decided ones is kept. */
    @WithDefault("10000")
    int kept();
}
