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
 * Receives batches. A message that is no batch goes to {@code mail.dead} with the reason, without stopping others. A batch whose
 * handler fails on its last delivery also goes there, with that failure's message: the broker would move it without a reason.
 */
public final class BatchInlet {
    private static final Logger LOG = Logger.getLogger(BatchInlet.class);

    /** What a step does with a batch. */
    @FunctionalInterface
    public interface Handler {
        /** @return completes when nothing of the batch is left to do, or what is left must be left; then it is settled */
        Uni<Void> handle(Batch batch, Custody custody);
    }

    private final BrokerLink link;

    public BatchInlet(BrokerLink link) {
        this.link = link;
    }

    /**
     * @param credit batches that may be in progress at the same time
     * @see BrokerLink#receive
     */
    public void receive(String address, int credit, Handler handler) {
        link.receive(address, credit, arrival -> {
            Batch batch;
            try {
                batch = BatchCodec.decode(arrival.body());
            } catch (UndecodableException e) {
                return bury(arrival, DeadLetter.Kind.UNDECODABLE, e.getMessage());
            }
            return Uni.createFrom()
                    .deferred(() -> handler.handle(batch, arrival))
                    .onFailure(failure -> arrival.lastDelivery() && arrival.ours())
                    .recoverWithUni(failure -> {
                        LOG.errorf(failure, "batch %s from %s failed for the last time", batch.id(), address);
                        return bury(
                                arrival,
                                DeadLetter.Kind.FAILED,
                                "failed %d deliveries on %s, at last with %s"
                                        .formatted(arrival.deliveries(), address, failure));
                    });
        });
    }

    private Uni<Void> bury(Arrival arrival, DeadLetter.Kind kind, String reason) {
        LOG.errorf("a message on %s goes to %s: %s", arrival.address(), Addresses.DEAD, OutsideText.forLog(reason));
        String id = DeadLetter.idOf(arrival.address(), arrival.body()).toString();
        return link.publish(Parcel.of(Addresses.DEAD, arrival.body(), id)
                .withProperties(Map.of(
                        DeadInlet.KIND, kind.word(),
                        DeadInlet.REASON, reason,
                        DeadInlet.ORIGIN, arrival.address(),
                        DeadInlet.DELIVERIES, Long.toString(arrival.deliveries()))));
    }
}
