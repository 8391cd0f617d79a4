package io.postrider.sender;

import io.postrider.contract.Batch;
import io.postrider.contract.Recipient;
import io.postrider.sender.compose.CompiledContent;
import io.postrider.sender.compose.ComposeException;
import io.postrider.sender.compose.Composing;
import io.postrider.sender.deliver.Delivery;
import io.postrider.sender.pace.Pace;
import io.postrider.sender.receive.Receiver;
import io.postrider.sender.settle.Settlement;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** A batch's way through sender-service: receive, pace, compose, deliver, settle. */
@ApplicationScoped
class Sender {
    private static final Logger LOG = Logger.getLogger(Sender.class);

    private final Receiver receiver;
    private final Pace pace;
    private final Composing composing;
    private final Delivery delivery;
    private final Settlement settlement;

    Sender(Receiver receiver, Pace pace, Composing composing, Delivery delivery, Settlement settlement) {
        this.receiver = receiver;
        this.pace = pace;
        this.composing = composing;
        this.delivery = delivery;
        this.settlement = settlement;
    }

    void start(@Observes StartupEvent event) {
        composing.open();
        delivery.open();
        receiver.open(this::send);
    }

    /** First no more batches, then no more letters, then the last outcomes. */
    void stop(@Observes ShutdownEvent event) {
        receiver.close();
        delivery.close();
        settlement.awaitSaved();
    }

    private Uni<Void> send(Batch batch, BooleanSupplier ours) {
        Settlement.Open open = settlement.open(batch);
        return receiver.compare(batch)
                .chain(work -> open.known(work)
                        .chain(() -> work.fresh().isEmpty()
                                ? Uni.createFrom().voidItem()
                                : sendFresh(batch, work, open, ours)))
                .chain(() -> open.close(ours));
    }

    private Uni<Void> sendFresh(Batch batch, Work work, Settlement.Open open, BooleanSupplier ours) {
        return composing
                .content(batch.message().content())
                .chain(content -> pace.each(work.fresh(), ours, recipient -> sendOne(batch, content, recipient, open)))
                .onFailure(ComposeException.class)
                .recoverWithUni(unusable -> {
                    LOG.errorf("message %s cannot be sent: %s", batch.message().id(), unusable.getMessage());
                    return pace.each(
                            work.fresh(), ours, recipient -> open.unsendable(recipient, unusable.getMessage()));
                });
    }

    private Uni<Void> sendOne(Batch batch, CompiledContent content, Recipient recipient, Settlement.Open open) {
        if (open.expired()) {
            return open.expired(recipient);
        }
        return Uni.createFrom()
                .deferred(() -> delivery.deliver(
                        composing.letter(content, batch.message(), recipient),
                        batch.message().lane(),
                        batch.routes()))
                .chain(attempt -> open.attempted(recipient, attempt))
                .onFailure(ComposeException.class)
                .recoverWithUni(unsendable -> open.unsendable(recipient, unsendable.getMessage()))
                .onFailure()
                .recoverWithUni(bug -> {
                    LOG.errorf(bug, "message %s, recipient %d", batch.message().id(), recipient.ordinal());
                    return open.attempted(recipient, new Attempt(null, new Handover.Interrupted("internal error")));
                });
    }
}
