package io.postrider.local;

import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.OutgoingMessage;
import io.postrider.queue.ReceivedMessage;
import io.postrider.queue.amqp.AmqpConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A user of {@link TestNeighbours}' broker: publishes and receives batches like the neighbours of a service. */
public final class TestBatches {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final BrokerConnection link;

    public TestBatches(String user) {
        link = new AmqpConnection(
                Vertx.vertx(),
                new AmqpConnection.Settings(
                        List.of(URI.create(TestNeighbours.brokerUrl())), user, user, "test-" + user, PATIENCE));
        link.open();
    }

    public void publish(String address, Batch batch) {
        publish(OutgoingMessage.of(address, BatchCodec.encode(batch), batch.id().toString()));
    }

    /** Retries while the broker is away. */
    public void publish(OutgoingMessage outgoing) {
        Uni.createFrom()
                .deferred(() -> link.publish(outgoing))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(50), Duration.ofMillis(500))
                .expireIn(PATIENCE.toMillis())
                .await()
                .atMost(PATIENCE);
    }

    /** Messages that arrive on the addresses from now on, accepted immediately. */
    public BlockingQueue<Batch> batches(String... addresses) {
        BlockingQueue<Batch> batches = new LinkedBlockingQueue<>();
        for (String address : addresses) {
            take(address, arrival -> batches.add(BatchCodec.decode(arrival.body())));
        }
        return batches;
    }

    public BlockingQueue<byte[]> bodies(String address) {
        BlockingQueue<byte[]> bodies = new LinkedBlockingQueue<>();
        take(address, arrival -> bodies.add(arrival.body()));
        return bodies;
    }

    private void take(String address, Consumer<ReceivedMessage> taker) {
        link.receive(address, 100, arrival -> {
            taker.accept(arrival);
            return Uni.createFrom().voidItem();
        });
    }
}
