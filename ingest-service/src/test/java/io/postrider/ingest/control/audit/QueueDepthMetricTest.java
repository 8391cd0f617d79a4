package io.postrider.ingest.control.audit;

import static io.postrider.testing.Patience.await;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.BrokerException;
import io.postrider.queue.BrokerSettings;
import io.postrider.queue.OutgoingMessage;
import io.postrider.queue.amqp.AmqpConnection;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Senders are scaled by this metric: it shows a waiting batch, and that it was taken. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class QueueDepthMetricTest {
    private static final String QUEUE = Addresses.outbound(Lane.BULK);
    private static final Duration SOON = Patience.LIMIT;

    @Inject
    BrokerSettings broker;

    @Test
    void whatWaitsOnTheBrokerIsTold() {
        Vertx vertx = Vertx.vertx();
        BrokerConnection link = new AmqpConnection(
                vertx, new AmqpConnection.Settings(broker.urls(), "operator", "operator", "depth", SOON));
        try {
            link.open();
            link.publish(OutgoingMessage.of(
                            QUEUE, new byte[] {1}, UUID.randomUUID().toString()))
                    .onFailure(BrokerException.class)
                    .retry()
                    .withBackOff(Duration.ofMillis(50), Duration.ofMillis(500))
                    .expireIn(SOON.toMillis())
                    .await()
                    .atMost(SOON);
            await().until(() -> depth() == 1);
            link.receive(QUEUE, 10, arrival -> Uni.createFrom().voidItem());
            await().until(() -> depth() == 0);
        } finally {
            link.close(Duration.ZERO).await().atMost(SOON);
            vertx.close();
        }
    }

    private static double depth() {
        return Api.metric("postrider_ingest_queue_batches{queue=\"" + QUEUE + "\"}");
    }
}
