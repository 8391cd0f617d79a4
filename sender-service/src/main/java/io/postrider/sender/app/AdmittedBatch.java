package io.postrider.sender.app;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.queue.UnsettledDelivery;
import io.postrider.sender.compose.Composing;
import io.postrider.sender.compose.Drafts;
import io.postrider.sender.deliver.Delivery;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.BusyException;
import io.postrider.sender.model.ComposeException;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.RouteChoice;
import io.postrider.sender.pace.Admission;
import io.postrider.sender.pace.Pacer;
import io.postrider.sender.receive.OutboundBatches;
import io.postrider.sender.settle.Settlement;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * A batch that may be sent: the routes chosen for it, the slots reserved on them, and its open outcomes. It carries them through
 * the steps that are left: compose, deliver and settle, for each recipient.
 */
record AdmittedBatch(
        Batch batch, UnsettledDelivery unsettled, RouteChoice routes, Admission admission, Settlement.Open outcomes) {
    private static final Logger LOG = Logger.getLogger(AdmittedBatch.class);

    /** Completes when each recipient that was admitted has its outcome, and the others are back in the queue. */
    Uni<Void> send(OutboundBatches outbound, Pacer pacer, Composing composing, Delivery delivery) {
        return outcomes.requeueForSlot(admission.later(), admission.slot(), admission.returnAfter(), unsettled::ours)
                .chain(() -> admission.now().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : compose(outbound, pacer, composing, delivery))
                .chain(() -> pacer.giveBack(routes, outcomes.unseen()));
    }

    private Uni<Void> compose(OutboundBatches outbound, Pacer pacer, Composing composing, Delivery delivery) {
        return composing
                .with(batch.message().content(), batch.message().lane(), content -> {
                    Drafts drafts = composing.drafts(content, batch, outcomes::expired);
                    return each(
                            pacer,
                            recipient -> stillToSend(
                                    recipient, outbound, () -> deliver(recipient, drafts, pacer, delivery)));
                })
                .onFailure(ComposeException.class)
                .recoverWithUni(unusable -> {
                    LOG.errorf("message %s cannot be sent: %s", batch.message().id(), OutsideText.forLog(unusable));
                    return each(pacer, recipient -> outcomes.unsendable(recipient, unusable.getMessage()));
                });
    }

    private Uni<Void> each(Pacer pacer, Function<Recipient, Uni<Void>> work) {
        return pacer.each(admission, unsettled::ours, unsettled::releaseCredit, work);
    }

    /**
     * Recipients that waited for a slot are compared with the ledger again: another copy of the batch may have been faster. If
     * that copy was temporarily refused, it also requeues the recipient.
     */
    private Uni<Void> stillToSend(Recipient recipient, OutboundBatches outbound, Supplier<Uni<Void>> send) {
        if (!admission.paced()) {
            return send.get();
        }
        return outbound.compare(batch.withRecipients(List.of(recipient)))
                .chain(compared -> compared.fresh().isEmpty() ? outcomes.known(compared) : send.get());
    }

    private Uni<Void> deliver(Recipient recipient, Drafts drafts, Pacer pacer, Delivery delivery) {
        if (outcomes.expired()) {
            return outcomes.expired(recipient);
        }
        return Uni.createFrom()
                .deferred(() ->
                        delivery.deliver(drafts.to(recipient), batch.message().lane(), routes))
                .invoke(attempt -> pacer.heard(routes, attempt))
                .chain(attempt -> outcomes.attempted(recipient, attempt))
                .onFailure(ComposeException.class)
                .recoverWithUni(unsendable -> outcomes.unsendable(recipient, unsendable.getMessage()))
                .onFailure(ComposedMail.ExpiredException.class)
                .recoverWithUni(() -> outcomes.expired(recipient))
                .onFailure(BusyException.class)
                .recoverWithUni(busy -> outcomes.attempted(recipient, interrupted(busy.getMessage())))
                .onFailure()
                .recoverWithUni(bug -> {
                    LOG.errorf(
                            bug,
                            "unexpected error while sending message %s, recipient %d",
                            batch.message().id(),
                            recipient.ordinal());
                    return outcomes.attempted(recipient, interrupted("internal error"));
                });
    }

    private static Attempt interrupted(String why) {
        return Attempt.of(null, new Handover.Interrupted(why));
    }
}
