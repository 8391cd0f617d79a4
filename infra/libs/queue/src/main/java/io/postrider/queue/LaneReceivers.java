package io.postrider.queue;

import io.postrider.mail.Lane;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;

/** Receives the batches of all lanes, with a separate credit for each. */
@Singleton
public class LaneReceivers {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final LaneConnections connections;
    private final Duration grace;

    public LaneReceivers(LaneConnections connections, BrokerSettings settings) {
        this.connections = connections;
        this.grace = settings.grace();
    }

    /**
     * Begins to receive; returns at once.
     *
     * @param address the queue of a lane
     */
    public void open(Function<Lane, String> address, LaneCredits credits, BatchReceiver.Handler handler) {
        for (Lane lane : Lane.values()) {
            new BatchReceiver(connections.of(lane))
                    .receive(address.apply(lane), LaneCredits.of(credits, lane), handler);
        }
        connections.open();
    }

    /** Takes no more, and returns when what was begun is finished or, after the grace time, handed back. */
    public void close() {
        connections.close(grace).await().atMost(grace.plus(CLOSING));
    }
}
