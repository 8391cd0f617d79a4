package io.postrider.queue;

import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.Limits;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Publishes batches, retrying while the broker is in trouble and the work is still ours. */
public final class BatchSender {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** A batch whose time at a limit is due must not miss it behind those that may go at any time. */
    private static final int TURN_PRIORITY = Limits.HIGHEST_PRIORITY;

    private final Function<Lane, BrokerConnection> connections;

    /** Over one connection, for every lane. */
    public BatchSender(BrokerConnection connection) {
        this.connections = lane -> connection;
    }

    /** Each batch over the connection of its lane. */
    public BatchSender(LaneConnections connections) {
        this.connections = connections::of;
    }

    /**
     * With the priority of the batch's message.
     *
     * @param ours once this is false nothing is published: another process has the work now
     */
    public Uni<Void> publish(String address, Batch batch, BooleanSupplier ours) {
        return publish(address, batch, batch.message().priority(), ours);
    }

    /**
     * @param priority AMQP priority, 0 to 9; a batch that has a turn has the highest all the same
     * @param ours once this is false nothing is published: another process has the work now
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
