package io.postrider.e2e.faults.rig;

import io.postrider.local.LocalBroker;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.OutgoingMessage;
import io.postrider.queue.QueueDepth;
import io.postrider.queue.amqp.AmqpConnection;
import io.postrider.queue.amqp.QueueDepths;
import io.postrider.testing.Patience;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** The broker's operator: sees all queues and may put anything on them. */
public final class Operator {
    private static final String NAME = "operator";
    private static final Duration PATIENCE = Patience.LIMIT;

    private Operator() {}

    public static Collection<QueueDepth> depths(LocalBroker broker) {
        return QueueDepths.ask(broker.url(), NAME, broker.password(NAME), PATIENCE);
    }

    /** Returns when the broker has all of them. */
    public static void publish(LocalBroker broker, List<OutgoingMessage> messages) {
        Vertx vertx = Vertx.vertx();
        BrokerConnection link = new AmqpConnection(
                vertx,
                new AmqpConnection.Settings(List.of(broker.url()), NAME, broker.password(NAME), "operator", PATIENCE));
        try {
            link.open();
            for (OutgoingMessage outgoing : messages) {
                link.publish(outgoing)
                        .onFailure()
                        .retry()
                        .withBackOff(Duration.ofMillis(50), Duration.ofMillis(500))
                        .expireIn(PATIENCE.toMillis())
                        .await()
                        .atMost(PATIENCE);
            }
        } finally {
            link.close(Duration.ZERO).await().atMost(PATIENCE);
            vertx.close();
        }
    }
}
