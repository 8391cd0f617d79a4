package io.postrider.router.screen;

import io.postrider.contract.Batch;
import io.postrider.ledger.Ledger;
import io.postrider.ledger.Outcome;
import io.postrider.router.Meters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Asks the ledger about a batch and records who ends here. */
@ApplicationScoped
public class Screen {
    private final Ledger ledger;
    private final Meters meters;
    private final Clock clock;

    public Screen(Ledger ledger, Meters meters, Clock clock) {
        this.ledger = ledger;
        this.meters = meters;
        this.clock = clock;
    }

    /** The batch with those who go on, or empty if there are none. Completes after the outcomes of the others are saved. */
    public Uni<Optional<Batch>> screen(Batch batch) {
        return Uni.combine()
                .all()
                .unis(ledger.standings(batch), ledger.suppressed(batch))
                .asTuple()
                .map(known -> Verdict.of(batch, known.getItem1(), known.getItem2(), clock.instant()))
                .chain(verdict -> record(verdict.outcomes()).replaceWith(() -> kept(batch, verdict)));
    }

    private Uni<Void> record(List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Uni<Void>> records = outcomes.stream().map(ledger::record).toList();
        return Uni.join().all(records).andFailFast().replaceWithVoid();
    }

    private Optional<Batch> kept(Batch batch, Verdict verdict) {
        verdict.outcomes().forEach(outcome -> meters.screened(outcome.state()));
        meters.repeated(verdict.repeated());
        if (verdict.kept().isEmpty()) {
            return Optional.empty();
        }
        boolean all = verdict.kept().size() == batch.recipients().size();
        return Optional.of(all ? batch : batch.withRecipients(verdict.kept()));
    }
}
