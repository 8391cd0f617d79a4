package io.postrider.queue.amqp;

import io.postrider.mail.Addresses;
import io.postrider.queue.BrokerException;
import io.postrider.queue.QueueDepth;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;

/**
 * Reads the number of messages on each of our addresses through a management message of Artemis. One request covers all
 * queues, so that the numbers are of about the same moment.
 */
public final class QueueDepths {
    private static final String MANAGEMENT = "activemq.management";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ALL_OF_ONE_PAGE =
            new JsonArray().add("").add(1).add(-1).encode();

    private QueueDepths() {}

    /**
     * Queries once over a separate connection and waits for the reply; for tests and tools. Reconnects, like every
     * connection, until {@code patience} is over.
     *
     * @throws RuntimeException if there is no answer in time
     */
    public static Collection<QueueDepth> ask(URI broker, String user, String password, Duration patience) {
        Vertx vertx = Vertx.vertx();
        AmqpConnection connection = new AmqpConnection(
                vertx, new AmqpConnection.Settings(List.of(broker), user, password, "queue-depths", PATIENCE));
        try {
            connection.open();
            return connection
                    .depths()
                    .onFailure(BrokerException.class)
                    .retry()
                    .withBackOff(Duration.ofMillis(50), Duration.ofMillis(500))
                    .expireIn(patience.toMillis())
                    .await()
                    .atMost(patience.plus(PATIENCE));
        } finally {
            connection.close(Duration.ZERO).await().atMost(PATIENCE);
            vertx.close();
        }
    }

    /** @param connection of a user with the permission {@code mops.broker.listQueues} of {@code broker.xml} */
    static Uni<Collection<QueueDepth>> read(AmqpConnection connection) {
        Map<String, Object> operation = Map.of("_AMQ_ResourceName", "broker", "_AMQ_OperationName", "listQueues");
        return connection
                .ask(MANAGEMENT, operation, new AmqpValue(ALL_OF_ONE_PAGE), PATIENCE)
                .map(reply -> {
                    String body = String.valueOf(((AmqpValue) reply.getBody()).getValue());
                    if (!Boolean.TRUE.equals(
                            reply.getApplicationProperties().getValue().get("_AMQ_OperationSucceeded"))) {
                        throw new BrokerException("the broker does not report its queues: " + body);
                    }
                    return depths(new JsonArray(body).getString(0));
                });
    }

    /** The broker returns all numbers as strings. */
    private static Collection<QueueDepth> depths(String page) {
        Map<String, QueueDepth> byAddress = new TreeMap<>();
        JsonArray queues = new JsonObject(page).getJsonArray("data");
        for (int i = 0; i < queues.size(); i++) {
            JsonObject queue = queues.getJsonObject(i);
            String address = queue.getString("address");
            if (Addresses.isOurs(address)) {
                long scheduled = number(queue, "scheduledCount");
                long delivering = number(queue, "deliveringCount");
                long waiting = Math.max(0, number(queue, "messageCount") - scheduled - delivering);
                byAddress.merge(address, new QueueDepth(address, waiting, scheduled, delivering), QueueDepth::and);
            }
        }
        return List.copyOf(byAddress.values());
    }

    private static long number(JsonObject queue, String name) {
        return Long.parseLong(String.valueOf(queue.getValue(name)));
    }
}
