package io.postrider.router.receive;

import io.postrider.mail.Addresses;
import io.postrider.queue.BatchReceiver;
import io.postrider.queue.LaneReceivers;
import jakarta.enterprise.context.ApplicationScoped;

/** The input of router-service: batches from the broker. */
@ApplicationScoped
public class SubmittedBatches {
    private final LaneReceivers receivers;
    private final SubmittedSettings credits;
    private final SubmittedMeters meters;

    public SubmittedBatches(LaneReceivers receivers, SubmittedSettings credits, SubmittedMeters meters) {
        this.receivers = receivers;
        this.credits = credits;
        this.meters = meters;
    }

    /** Starts receiving; returns immediately. */
    public void open(BatchReceiver.Handler handler) {
        receivers.open(Addresses::submitted, credits, (batch, unsettled) -> {
            meters.received(batch.message().lane(), batch.recipients().size());
            return handler.handle(batch, unsettled);
        });
    }

    /** See {@link LaneReceivers#close}. */
    public void close() {
        receivers.close();
    }
}
