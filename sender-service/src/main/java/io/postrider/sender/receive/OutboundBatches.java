package io.postrider.sender.receive;

import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.queue.BatchReceiver;
import io.postrider.queue.LaneReceivers;
import io.postrider.sender.model.BatchRecipients;
import io.postrider.store.deliveries.Halt;
import io.postrider.store.deliveries.Ledger;
import io.postrider.store.deliveries.Standing;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The input of sender-service: batches from the broker. */
@ApplicationScoped
public class OutboundBatches {
    private final LaneReceivers receivers;
    private final OutboundSettings credits;
    private final Ledger ledger;
    private final ReceiveMeters meters;
    private final BatchesInProgress inProgress = new BatchesInProgress();

    public OutboundBatches(LaneReceivers receivers, OutboundSettings credits, Ledger ledger, ReceiveMeters meters) {
        this.receivers = receivers;
        this.credits = credits;
        this.ledger = ledger;
        this.meters = meters;
    }

    /** Starts receiving; returns immediately. */
    public void open(BatchReceiver.Handler handler) {
        receivers.open(Addresses::outbound, credits, (batch, unsettled) -> {
            meters.received(batch.message().lane(), batch.recipients().size());
            return inProgress.alone(batch, Uni.createFrom().deferred(() -> handler.handle(batch, unsettled)));
        });
    }

    /** See {@link LaneReceivers#close}. */
    public void close() {
        receivers.close();
    }

    /** The work left to do for a batch. Waits while PostgreSQL is away. */
    public Uni<BatchRecipients> compare(Batch batch) {
        return ledger.standings(batch).map(standings -> compare(batch, standings));
    }

    private BatchRecipients compare(Batch batch, Map<Integer, Standing> standings) {
        if (standings.isEmpty()) {
            return new BatchRecipients(batch.recipients(), List.of(), List.of());
        }
        BatchRecipients work = new BatchRecipients(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int finished = 0;
        for (Recipient recipient : batch.recipients()) {
            Standing standing = standings.getOrDefault(recipient.ordinal(), Standing.FRESH);
            if (standing.state().isFinal()) {
                finished++;
            } else if (standing.covers(batch.attempt())) {
                work.deferred().add(recipient);
            } else if (standing.halt() == Halt.CANCELLED) {
                work.cancelled().add(recipient);
            } else {
                work.fresh().add(recipient);
            }
        }
        meters.repeated(finished + work.deferred().size());
        return work;
    }
}
