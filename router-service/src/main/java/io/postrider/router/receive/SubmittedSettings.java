package io.postrider.router.receive;

import io.postrider.queue.LaneCredits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Credit for batches from the broker. */
@ConfigMapping(prefix = "postrider.receive")
public interface SubmittedSettings extends LaneCredits {
    @Override
    @WithDefault("8")
    int bulkCredit();
}
