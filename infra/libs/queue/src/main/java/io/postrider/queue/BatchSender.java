package io.postrider.queue;

import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Publishes batches, retrying while the broker is failing and the work is still ours. */
public final class BatchSender {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /**
     * A batch whose slot on a limited route is due gets the highest priority, so that other mail cannot make it miss
     * the slot.
     */
    private static final int TURN_PRIORITY = Limits.HIGHEST_PRIORITY;

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
     * With the priority of the batch's message.
     *
     * @param ours once this is false nothing more is published, because another process has the work
     */
    public Uni<Void> publish(String address, Batch batch, BooleanSupplier ours) {
        return publish(address, batch, batch.message().priority(), ours);
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
                    .withPriority(batch.turn() == null ? priority : TURN_PRIORITY);
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
