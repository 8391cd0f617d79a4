package io.postrider.router.screen;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.store.deliveries.DeliveryLog;
import io.postrider.store.deliveries.Ledger;
import io.postrider.store.deliveries.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/** Compares a batch with the ledger and records the recipients that reach a final state here. */
@ApplicationScoped
public class Screen {
    private final Ledger ledger;
    private final ScreenMeters meters;
    private final Clock clock;

    public Screen(Ledger ledger, ScreenMeters meters, Clock clock) {
        this.ledger = ledger;
        this.meters = meters;
        this.clock = clock;
    }

    /** The remaining recipients. Completes after the outcomes of the others are saved. */
    public Uni<List<Recipient>> screen(Batch batch) {
        return Uni.combine()
                .all()
                .unis(ledger.standings(batch), ledger.suppressed(batch))
                .asTuple()
                .map(known -> Verdict.of(batch, known.getItem1(), known.getItem2(), clock.instant()))
                .chain(verdict -> record(batch, verdict.outcomes()).replaceWith(() -> kept(verdict)));
    }

    private Uni<Void> record(Batch batch, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Uni<Void>> records = outcomes.stream().map(ledger::record).toList();
        return Uni.join()
                .all(records)
                .andFailFast()
                .invoke(() -> DeliveryLog.ended(batch, outcomes))
                .replaceWithVoid();
    }

    private List<Recipient> kept(Verdict verdict) {
        verdict.outcomes().forEach(outcome -> meters.screened(outcome.state()));
        meters.repeated(verdict.repeated());
        return verdict.kept();
    }
}
