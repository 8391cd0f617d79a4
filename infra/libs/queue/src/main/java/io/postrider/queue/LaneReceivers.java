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
     * Starts receiving; returns immediately.
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

    /**
     * Stops receiving, and returns when work in progress is finished or, after the grace time, returned to the broker.
     */
    public void close() {
        connections.close(grace).await().atMost(grace.plus(CLOSING));
    }
}
