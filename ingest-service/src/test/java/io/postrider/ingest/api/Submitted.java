package io.postrider.ingest.api;

import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.BrokerSettings;
import io.postrider.queue.amqp.AmqpConnection;
import io.postrider.testing.Patience;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands where the router would: takes all that is published, and keeps it for the tests to look at. It comes and goes with the
 * service: one that stayed would take what the tests of the next start wait for.
 */
@Singleton
public class Submitted {
    private static final int CREDIT = 500;
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Queue<Batch> BATCHES = new ConcurrentLinkedQueue<>();

    private final Vertx vertx = Vertx.vertx();
    private final BrokerConnection link;

    Submitted(BrokerSettings broker) {
        link = new AmqpConnection(
                vertx, new AmqpConnection.Settings(broker.urls(), "operator", "operator", "tests", PATIENCE));
    }

    void begin(@Observes StartupEvent started) {
        link.open();
        for (Lane lane : Lane.values()) {
            link.receive(Addresses.submitted(lane), CREDIT, arrival -> {
                BATCHES.add(BatchCodec.decode(arrival.body()));
                return Uni.createFrom().voidItem();
            });
        }
    }

    void end(@Observes ShutdownEvent stopping) {
        link.close(Duration.ZERO).await().atMost(PATIENCE);
        vertx.close();
    }

    /** What has arrived of a message, second copies included. */
    public static List<Batch> of(String message) {
        return BATCHES.stream()
                .filter(batch -> batch.message().id().toString().equals(message))
                .toList();
    }
}
