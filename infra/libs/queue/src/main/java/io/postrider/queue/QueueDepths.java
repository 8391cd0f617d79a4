package io.postrider.queue;

import io.postrider.mail.Addresses;
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
 * Reads how many messages each of our addresses keeps, by a management message, the only interface that the broker has. One
 * request covers all queues, so that the numbers are of about the same moment.
 */
public final class QueueDepths {
    private static final String MANAGEMENT = "activemq.management";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String ALL_OF_ONE_PAGE =
            new JsonArray().add("").add(1).add(-1).encode();

    private final BrokerLink link;

    /** @param link of a user who may ask: see {@code mops.broker.listQueues} in {@code broker.xml} */
    public QueueDepths(BrokerLink link) {
        this.link = link;
    }

    /**
     * Asks once over a separate connection, and waits for the answer: for scenarios and tools. Reconnects, like every link, until
     * {@code patience} is over.
     *
     * @throws RuntimeException if there is no answer in time
     */
    public static Collection<QueueDepth> ask(URI broker, String user, String password, Duration patience) {
        Vertx vertx = Vertx.vertx();
        BrokerLink link = new BrokerLink(
                vertx, new BrokerLink.Settings(List.of(broker), user, password, "queue-depths", PATIENCE));
        try {
            link.open();
            return new QueueDepths(link)
                    .read()
                    .onFailure(LinkException.class)
                    .retry()
                    .withBackOff(Duration.ofMillis(50), Duration.ofMillis(500))
                    .expireIn(patience.toMillis())
                    .await()
                    .atMost(patience.plus(PATIENCE));
        } finally {
            link.close(Duration.ZERO).await().atMost(PATIENCE);
            vertx.close();
        }
    }

    /** By address, in their order. Fails with {@link LinkException} if the broker is away or does not answer in time. */
    public Uni<Collection<QueueDepth>> read() {
        Map<String, Object> operation = Map.of("_AMQ_ResourceName", "broker", "_AMQ_OperationName", "listQueues");
        return link.ask(MANAGEMENT, operation, new AmqpValue(ALL_OF_ONE_PAGE), PATIENCE)
                .map(reply -> {
                    String body = String.valueOf(((AmqpValue) reply.getBody()).getValue());
                    if (!Boolean.TRUE.equals(
                            reply.getApplicationProperties().getValue().get("_AMQ_OperationSucceeded"))) {
                        throw new LinkException("the broker does not report its queues: " + body);
                    }
                    return depths(new JsonArray(body).getString(0));
                });
    }

    /** The broker writes all numbers as texts. */
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
