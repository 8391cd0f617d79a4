package io.postrider.sender.app;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.queue.UnsettledDelivery;
import io.postrider.replies.Classification;
import io.postrider.sender.compose.Composing;
import io.postrider.sender.deliver.Delivery;
import io.postrider.sender.deliver.route.RouteReporting;
import io.postrider.sender.model.RouteChoice;
import io.postrider.sender.pace.Pacer;
import io.postrider.sender.receive.OutboundBatches;
import io.postrider.sender.settle.Settlement;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** A batch's path through sender-service: receive, pace, compose, deliver, settle. */
@ApplicationScoped
class Sender {
    private static final int LAST = Integer.MAX_VALUE;

    private final OutboundBatches outbound;
    private final Pacer pacer;
    private final Composing composing;
    private final Delivery delivery;
    private final RouteReporting reporting;
    private final Settlement settlement;

    Sender(
            OutboundBatches outbound,
            Pacer pacer,
            Composing composing,
            Delivery delivery,
            RouteReporting reporting,
            Settlement settlement) {
        this.outbound = outbound;
        this.pacer = pacer;
        this.composing = composing;
        this.delivery = delivery;
        this.reporting = reporting;
        this.settlement = settlement;
    }

    /**
     * Runs after all other start-up observers: if one of them fails after the links are open, closing the links would
     * be logged as an outage.
     */
    void start(@Observes @Priority(LAST) StartupEvent event) {
        Classification.warm();
        composing.open();
        delivery.open(reporting::senders);
        reporting.begin(delivery::states);
        outbound.open(this::send);
    }

    /** Stops taking batches first, then sending mails, then saves the last outcomes. */
    void stop(@Observes ShutdownEvent event) {
        outbound.close();
        delivery.close();
        composing.close();
        settlement.awaitSaved();
        reporting.end();
    }

    private Uni<Void> send(Batch batch, UnsettledDelivery unsettled) {
        Settlement.Open outcomes = settlement.open(batch);
        return outbound.compare(batch)
                .chain(compared -> outcomes.known(compared)
                        .chain(() -> compared.fresh().isEmpty()
                                ? Uni.createFrom().voidItem()
                                : sendFresh(batch, compared.fresh(), outcomes, unsettled)))
                .chain(() -> outcomes.close(delivery.away(batch), unsettled::ours));
    }

    private Uni<Void> sendFresh(
            Batch batch, List<Recipient> fresh, Settlement.Open outcomes, UnsettledDelivery unsettled) {
        RouteChoice routes = delivery.choose(batch);
        if (!routes.open()) {
            return outcomes.unseen(fresh, routes.why());
        }
        return pacer.admit(batch, fresh, routes)
                .map(admission -> new AdmittedBatch(batch, unsettled, routes, admission, outcomes))
                .chain(admitted -> admitted.send(outbound, pacer, composing, delivery));
    }
}
