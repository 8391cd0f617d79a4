package io.postrider.router.forward;

import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.queue.BatchSender;
import io.postrider.queue.LaneConnections;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The output of router-service: batches to the broker. */
@ApplicationScoped
public class Forwarder {
    private static final Logger LOG = Logger.getLogger(Forwarder.class);

    private final BatchSender batches;
    private final ForwardMeters meters;

    public Forwarder(LaneConnections links, ForwardMeters meters) {
        this.batches = new BatchSender(links);
        this.meters = meters;
    }

    /**
     * Completes when the broker has settled all of them.
     *
     * @param priority AMQP priority, 0 to 9
     */
    public Uni<Void> forward(List<Batch> batches, int priority, BooleanSupplier ours) {
        List<Uni<Void>> publishes =
                batches.stream().map(batch -> forward(batch, priority, ours)).toList();
        return Uni.join().all(publishes).andFailFast().replaceWithVoid();
    }

    private Uni<Void> forward(Batch batch, int priority, BooleanSupplier ours) {
        String address = Addresses.outbound(batch.message().lane());
        return batches.publish(address, batch, priority, ours).invoke(() -> count(batch));
    }

    private void count(Batch batch) {
        int recipients = batch.recipients().size();
        if (batch.routes().isEmpty()) {
            LOG.errorf(
                    "message %s: no route matches %d of its recipients",
                    batch.message().id(), recipients);
            meters.withoutRoute(recipients);
        } else {
            meters.forwarded(batch.routes().get(0), recipients);
        }
    }
}
