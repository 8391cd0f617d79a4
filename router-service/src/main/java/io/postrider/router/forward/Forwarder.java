package io.postrider.router.forward;

import io.postrider.broker.BatchOutlet;
import io.postrider.broker.BrokerLink;
import io.postrider.contract.Addresses;
import io.postrider.contract.Batch;
import io.postrider.ledger.Ledger;
import io.postrider.ledger.Outcome;
import io.postrider.ledger.Outcome.Cause;
import io.postrider.ledger.State;
import io.postrider.router.Meters;
import io.postrider.router.RouterSettings;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** The way out of router-service. */
@ApplicationScoped
public class Forwarder {
    private static final Logger LOG = Logger.getLogger(Forwarder.class);

    private final BatchOutlet outlet;
    private final Ledger ledger;
    private final Meters meters;
    private final Clock clock;
    private final Duration noRouteDelay;

    public Forwarder(BrokerLink link, Ledger ledger, Meters meters, Clock clock, RouterSettings settings) {
        this.outlet = new BatchOutlet(link);
        this.ledger = ledger;
        this.meters = meters;
        this.clock = clock;
        this.noRouteDelay = settings.routes().noRouteDelay();
    }

    /** Completes when the broker has all of them. */
    public Uni<Void> forward(List<Batch> batches, BooleanSupplier ours) {
        List<Uni<Void>> publishes = batches.stream()
                .map(batch -> batch.routes().isEmpty() ? putBack(batch, ours) : forward(batch, ours))
                .toList();
        return Uni.join().all(publishes).andFailFast().replaceWithVoid();
    }

    private Uni<Void> forward(Batch batch, BooleanSupplier ours) {
        String address = Addresses.outbound(batch.message().lane());
        return outlet.publish(address, batch, null, ours)
                .invoke(() -> meters.forwarded(
                        batch.routes().get(0), batch.recipients().size()));
    }

    private Uni<Void> putBack(Batch batch, BooleanSupplier ours) {
        LOG.errorf(
                "message %s: no route takes %d of its recipients; they wait until one does",
                batch.message().id(), batch.recipients().size());
        meters.withoutRoute(batch.recipients().size());
        Instant now = clock.instant();
        List<Uni<Void>> records = batch.recipients().stream()
                .map(recipient -> ledger.record(Outcome.of(
                        batch, recipient, State.DEFERRED, batch.attempt(), now, Cause.ours("no route takes it"))))
                .toList();
        String address = Addresses.submitted(batch.message().lane());
        return Uni.join()
                .all(records)
                .andFailFast()
                .chain(() -> outlet.publish(address, batch.retry(batch.recipients()), now.plus(noRouteDelay), ours));
    }
}
