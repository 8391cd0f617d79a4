package io.postrider.ingest;

import io.postrider.contract.Lane;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long the oldest due batch of each lane waits for its publish, in seconds; measured every few seconds. */
@Singleton
public class OutboxLag {
    private final AtomicLongArray seconds = new AtomicLongArray(Lane.values().length);

    public void measured(Lane lane, long lag) {
        seconds.set(lane.ordinal(), lag);
    }

    public long seconds(Lane lane) {
        return seconds.get(lane.ordinal());
    }
}
