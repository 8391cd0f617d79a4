package io.postrider.queue;

import io.postrider.mail.Lane;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A service's connections to the broker: one for transactional mail and one for everything else, so that transactional
 * mail never waits behind megabytes of other batches, on the connection or on the event loop that reads them.
 */
public final class LaneConnections {
    private final BrokerConnection transactional;
    private final BrokerConnection others;

    /** @param others the connection for everything except transactional mail */
    public LaneConnections(BrokerConnection others) {
        this.others = others;
        this.transactional = others.another(Lane.TRANSACTIONAL.word());
    }

    public BrokerConnection of(Lane lane) {
        return lane == Lane.TRANSACTIONAL ? transactional : others;
    }

    /** Starts connecting both; returns immediately. */
    public void open() {
        others.open();
        transactional.open();
    }

    public boolean up() {
        return others.up() && transactional.up();
    }

    /** Why one of them is down, for health data; empty while both are up. */
    public Optional<String> lastFailure() {
        return Stream.of(others, transactional)
                .flatMap(connection -> connection.lastFailure().stream())
                .findFirst();
    }

    /** @see BrokerConnection#close */
    public Uni<Void> close(Duration grace) {
        return Uni.join()
                .all(transactional.close(grace), others.close(grace))
                .andCollectFailures()
                .replaceWithVoid();
    }
}
