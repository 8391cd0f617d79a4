package io.postrider.queue;

import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.UndecodableException;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Receives batches. A message that is not a batch goes to {@code mail.dead} with the reason and does not stop others. A
 * batch whose handler fails on its last delivery also goes there, with that failure's message: otherwise the broker
 * would move it without a reason.
 */
public final class BatchReceiver {
    private static final Logger LOG = Logger.getLogger(BatchReceiver.class);

    /** A step's handler of a batch. */
    @FunctionalInterface
    public interface Handler {
        /**
         * @return completes when the batch is finished, or when the rest must be left to a redelivery; then it is
         * settled
         */
        Uni<Void> handle(Batch batch, UnsettledDelivery unsettled);
    }

    private final BrokerConnection connection;

    public BatchReceiver(BrokerConnection connection) {
        this.connection = connection;
    }

    /**
     * @param credit batches that may be in progress at the same time
     * @see BrokerConnection#receive
     */
    public void receive(String address, int credit, Handler handler) {
        connection.receive(address, credit, message -> {
            Batch batch;
            try {
                batch = BatchCodec.decode(message.body());
            } catch (UndecodableException e) {
                return bury(message, DeadLetter.Kind.UNDECODABLE, e.getMessage());
            }
            return Uni.createFrom()
                    .deferred(() -> handler.handle(batch, message))
                    .onFailure(failure -> message.lastDelivery() && message.ours())
                    .recoverWithUni(failure -> {
                        LOG.errorf(failure, "batch %s from %s failed on its last delivery", batch.id(), address);
                        return bury(
                                message,
                                DeadLetter.Kind.FAILED,
                                "failed %d deliveries on %s, the last one with %s"
                                        .formatted(message.deliveries(), address, failure));
                    });
        });
    }

    private Uni<Void> bury(ReceivedMessage message, DeadLetter.Kind kind, String reason) {
        LOG.errorf(
                "a message on %s was moved to %s: %s", message.address(), Addresses.DEAD, OutsideText.forLog(reason));
        String id = DeadLetter.idOf(message.address(), message.body()).toString();
        return connection.publish(OutgoingMessage.of(Addresses.DEAD, message.body(), id)
                .withProperties(Map.of(
                        DeadLetterReceiver.KIND, kind.word(),
                        DeadLetterReceiver.REASON, reason,
                        DeadLetterReceiver.ORIGIN, message.address(),
                        DeadLetterReceiver.DELIVERIES, Long.toString(message.deliveries()))));
    }
}
