package io.postrider.ingest.model;

import io.postrider.mail.Lane;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long the oldest due batch of each lane has been waiting for its publish, in seconds; measured every few seconds
 * while PostgreSQL answers.
 */
@Singleton
public class OutboxLag {
    private final AtomicLongArray seconds = new AtomicLongArray(Lane.values().length);
    private volatile boolean known = true;

    public void measured(Lane lane, long lag) {
        seconds.set(lane.ordinal(), lag);
        known = true;
    }

    /** Called when it cannot be measured; the last value is kept. */
    public void unknown() {
        known = false;
    }

    public boolean known() {
        return known;
    }

    public long seconds(Lane lane) {
        return seconds.get(lane.ordinal());
    }
}
