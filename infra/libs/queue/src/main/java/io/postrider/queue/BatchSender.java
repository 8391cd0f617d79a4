package io.postrider.queue;

import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Publishes batches, retrying while the broker is failing and the work is still ours. */
public final class BatchSender {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Function<Lane, BrokerConnection> connections;

    /** Uses one connection for all lanes. */
    public BatchSender(BrokerConnection connection) {
        this.connections = lane -> connection;
    }

    /** Uses the connection of each batch's lane. */
    public BatchSender(LaneConnections connections) {
        this.connections = connections::of;
    }

    /**
     * @param priority AMQP priority, 0 to 9; a batch with a slot gets the highest instead
     * @param ours once this is false nothing more is published, because another process has the work
     */
    public Uni<Void> publish(String address, Batch batch, int priority, BooleanSupplier ours) {
        return Uni.createFrom().deferred(() -> {
            if (!ours.getAsBoolean()) {
                return Uni.createFrom().voidItem();
            }
            OutgoingMessage message = OutgoingMessage.of(
                            address, BatchCodec.encode(batch), batch.id().toString())
                    .withPriority(batch.priority(priority));
            return connections
                    .apply(batch.message().lane())
                    .publish(message)
                    .onFailure(failure -> failure instanceof BrokerException && ours.getAsBoolean())
                    .retry()
                    .withBackOff(FIRST_WAIT, LONGEST_WAIT)
                    .indefinitely();
        });
    }
}
