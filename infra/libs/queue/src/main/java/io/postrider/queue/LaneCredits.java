package io.postrider.queue;

import io.postrider.mail.Lane;
import io.smallrye.config.WithDefault;

/** Credit of each lane: the settings that all services have in common. */
public interface LaneCredits {
    /** Transactional batches in progress at the same time. Most are single mails. */
    @WithDefault("256")
    int transactionalCredit();

    /** Standard batches in progress at the same time. */
    @WithDefault("64")
    int standardCredit();

    /** Bulk batches in progress at the same time. Most have 500 recipients. */
    int bulkCredit();

    /** @return maximum batches in progress at the same time, 1 or more */
    static int of(LaneCredits credits, Lane lane) {
        return switch (lane) {
            case TRANSACTIONAL -> credits.transactionalCredit();
            case STANDARD -> credits.standardCredit();
            case BULK -> credits.bulkCredit();
        };
    }
}
