package io.postrider.broker;

import io.postrider.contract.Addresses;
import io.postrider.contract.Batch;
import io.postrider.contract.BatchCodec;
import io.postrider.contract.UndecodableException;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Receives batches. What is none goes to {@code mail.dead} with the reason, and nothing else stops. */
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
     * @param credit batches that may be at work at the same time
     * @see BrokerLink#receive
     */
    public void receive(String address, int credit, Handler handler) {
        link.receive(address, credit, arrival -> {
            Batch batch;
            try {
                batch = BatchCodec.decode(arrival.body());
            } catch (UndecodableException e) {
                LOG.errorf("a message on %s goes to %s: %s", address, Addresses.DEAD, e.getMessage());
                return bury(arrival, e.getMessage());
            }
            return handler.handle(batch, arrival);
        });
    }

    private Uni<Void> bury(Arrival arrival, String reason) {
        String id = UUID.nameUUIDFromBytes(arrival.body()).toString();
        return link.publish(Parcel.of(Addresses.DEAD, arrival.body(), id)
                .withProperties(Map.of("reason", reason, "origin", arrival.address())));
    }
}
