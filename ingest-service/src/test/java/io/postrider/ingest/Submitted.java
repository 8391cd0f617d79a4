package io.postrider.ingest;

import io.postrider.broker.BrokerLink;
import io.postrider.contract.Addresses;
import io.postrider.contract.Batch;
import io.postrider.contract.BatchCodec;
import io.postrider.contract.Lane;
import io.postrider.local.TestNeighbours;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands where the router would: takes all that is published, and keeps it for the tests to look at. */
final class Submitted {
    private static final int CREDIT = 500;
    private static final Queue<Batch> BATCHES = new ConcurrentLinkedQueue<>();

    static {
        BrokerLink link = new BrokerLink(
                Vertx.vertx(),
                new BrokerLink.Settings(
                        List.of(URI.create(TestNeighbours.brokerUrl())),
                        "operator",
                        "operator",
                        "tests",
                        Duration.ofSeconds(5)));
        link.open();
        for (Lane lane : Lane.values()) {
            link.receive(Addresses.submitted(lane), CREDIT, arrival -> {
                BATCHES.add(BatchCodec.decode(arrival.body()));
                return Uni.createFrom().voidItem();
            });
        }
    }

    private Submitted() {}

    /** What has arrived of a message, second copies included. */
    static List<Batch> of(String message) {
        return BATCHES.stream()
                .filter(batch -> batch.message().id().toString().equals(message))
                .toList();
    }
}
