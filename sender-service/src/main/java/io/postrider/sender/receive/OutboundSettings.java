package io.postrider.sender.receive;

import io.postrider.queue.LaneCredits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Credit for batches from the broker. */
@ConfigMapping(prefix = "postrider.receive")
public interface OutboundSettings extends LaneCredits {
    @Override
    @WithDefault("4")
    int bulkCredit();
}
