package io.postrider.sender.app;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.queue.UnsettledDelivery;
import io.postrider.replies.Classification;
import io.postrider.sender.compose.BusyException;
import io.postrider.sender.compose.ComposeException;
import io.postrider.sender.compose.Composing;
import io.postrider.sender.compose.Drafts;
import io.postrider.sender.deliver.Delivery;
import io.postrider.sender.deliver.route.RouteReporting;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.RouteChoice;
import io.postrider.sender.pace.Admission;
import io.postrider.sender.pace.Pacer;
import io.postrider.sender.receive.OutboundBatches;
import io.postrider.sender.settle.Settlement;
import io.postrider.text.OutsideText;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/** A batch's path through sender-service: receive, pace, compose, deliver, settle. */
@ApplicationScoped
class Sender {
    private static final Logger LOG = Logger.getLogger(Sender.class);
    private static final int LAST = Integer.MAX_VALUE;

    private final OutboundBatches outbound;
    private final Pacer pace;
    private final Composing composing;
    private final Delivery delivery;
    private final RouteReporting reporting;
    private final Settlement settlement;

    Sender(
            OutboundBatches outbound,
            Pacer pace,
            Composing composing,
            Delivery delivery,
            RouteReporting reporting,
            Settlement settlement) {
        this.outbound = outbound;
        this.pace = pace;
        this.composing = composing;
        this.delivery = delivery;
        this.reporting = reporting;
        this.settlement = settlement;
    }

    /** After all others that start, of which one may refuse: links that are then cut off would be logged as an outage. */
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
        Settlement.Open open = settlement.open(batch);
        return outbound.compare(batch)
                .chain(work -> open.known(work)
                        .chain(() -> work.fresh().isEmpty()
                                ? Uni.createFrom().voidItem()
                                : sendFresh(batch, work.fresh(), open, unsettled)))
                .chain(() -> open.close(delivery.away(batch), unsettled::ours));
    }

    private Uni<Void> sendFresh(Batch batch, List<Recipient> fresh, Settlement.Open open, UnsettledDelivery unsettled) {
        RouteChoice way = delivery.way(batch);
        if (!way.open()) {
            return open.unseen(fresh, way.why());
        }
        return pace.admit(batch, fresh, way)
                .chain(admission -> open.standInLine(
                                admission.later(), admission.turn(), admission.comeBack(), unsettled::ours)
                        .chain(() -> sendAdmitted(batch, way, admission, open, unsettled))
                        .chain(() -> pace.giveBack(way, open.unseen())));
    }

    private Uni<Void> sendAdmitted(
            Batch batch, RouteChoice way, Admission admission, Settlement.Open open, UnsettledDelivery unsettled) {
        if (admission.now().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return composing
                .with(batch.message().content(), batch.message().lane(), content -> {
                    Drafts drafts = composing.drafts(content, batch, open::expired);
                    return pace.each(
                            admission,
                            unsettled::ours,
                            unsettled::releaseCredit,
                            recipient -> sendInTime(batch, drafts, recipient, admission, way, open));
                })
                .onFailure(ComposeException.class)
                .recoverWithUni(unusable -> {
                    LOG.errorf("message %s cannot be sent: %s", batch.message().id(), OutsideText.forLog(unusable));
                    return pace.each(
                            admission,
                            unsettled::ours,
                            unsettled::releaseCredit,
                            recipient -> open.unsendable(recipient, unusable.getMessage()));
                });
    }

    /**
     * Recipients that waited for a slot are compared with the ledger again: another copy of the batch may have been faster. If
     * that copy was temporarily refused, it also requeues the recipient.
     */
    private Uni<Void> sendInTime(
            Batch batch,
            Drafts drafts,
            Recipient recipient,
            Admission admission,
            RouteChoice way,
            Settlement.Open open) {
        if (!admission.paced()) {
            return sendOne(batch, drafts, recipient, way, open);
        }
        return outbound.compare(batch.withRecipients(List.of(recipient)))
                .chain(work ->
                        work.fresh().isEmpty() ? open.known(work) : sendOne(batch, drafts, recipient, way, open));
    }

    private Uni<Void> sendOne(Batch batch, Drafts drafts, Recipient recipient, RouteChoice way, Settlement.Open open) {
        if (open.expired()) {
            return open.expired(recipient);
        }
        return Uni.createFrom()
                .deferred(() ->
                        delivery.deliver(drafts.to(recipient), batch.message().lane(), way))
                .invoke(attempt -> pace.heard(way, attempt))
                .chain(attempt -> open.attempted(recipient, attempt))
                .onFailure(ComposeException.class)
                .recoverWithUni(unsendable -> open.unsendable(recipient, unsendable.getMessage()))
                .onFailure(ComposedMail.ExpiredException.class)
                .recoverWithUni(() -> open.expired(recipient))
                .onFailure(BusyException.class)
                .recoverWithUni(busy ->
                        open.attempted(recipient, Attempt.of(null, new Handover.Interrupted(busy.getMessage()))))
                .onFailure()
                .recoverWithUni(bug -> {
                    LOG.errorf(bug, "message %s, recipient %d", batch.message().id(), recipient.ordinal());
                    return open.attempted(recipient, Attempt.of(null, new Handover.Interrupted("internal error")));
                });
    }
}
