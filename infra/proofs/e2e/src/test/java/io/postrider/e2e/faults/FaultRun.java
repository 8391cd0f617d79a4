package io.postrider.e2e.faults;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.e2e.faults.rig.DeliveryAudit;
import io.postrider.e2e.faults.rig.Load;
import io.postrider.e2e.faults.rig.Rig;
import io.postrider.testing.Patience;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** One fault on a system under load, from the first mail to the audit. */
final class FaultRun {
    private static final int CAMPAIGN = 20_000;
    private static final Duration PATIENCE = Patience.LIMIT.multipliedBy(3);

    /** As the table promises; measured by hand, on a quiet machine. */
    private static final Duration MOST_TO_RECOVER = Duration.ofSeconds(30);

    private static final boolean BY_HAND = System.getProperty("postrider.faults") != null;
    private static final String MEASURED =
            LocalDate.now(ZoneOffset.UTC) + " " + System.getProperty("postrider.commit", "");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Rig rig;
    private final Fault fault;
    private final String name = "trial%d".formatted(NUMBER.incrementAndGet());

    FaultRun(Rig rig, Fault fault) {
        this.rig = rig;
        this.fault = fault;
    }

    FaultResult run() {
        rig.tape().clear();
        Load load = new Load(name, CAMPAIGN, rig.tape(), rig.apis()).begin();
        try {
            return run(load);
        } finally {
            load.faultIsOver();
            load.end();
        }
    }

    private FaultResult run(Load load) {
        await().until(() -> rig.tape().mails() >= CAMPAIGN / 5);
        fault.breaks().accept(rig);
        Rig.hold(fault.held());
        long mended = System.nanoTime();
        fault.mends().accept(rig);
        load.faultIsOver();
        Duration recovered = recovered(load, mended);
        load.end();
        DeliveryAudit books = new DeliveryAudit(rig, name);
        await(fault.name())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> books.finals() >= load.accepted());
        Duration settled = Duration.ofNanos(System.nanoTime() - mended);
        return audited(books, load, recovered, settled);
    }

    private Duration recovered(Load load, long mended) {
        await(fault.name() + ": mail flows again").atMost(PATIENCE).until(() -> {
            load.goesOn();
            return arrival(load, mended) < Long.MAX_VALUE;
        });
        return Duration.ofNanos(arrival(load, mended) - mended);
    }

    private long arrival(Load load, long mended) {
        return Math.max(load.arrival("transactional", mended), load.arrival("bulk", mended));
    }

    private FaultResult audited(DeliveryAudit books, Load load, Duration recovered, Duration settled) {
        Set<String> delivered = books.delivered();
        Set<String> taken = rig.tape().recipients(name + "-");
        long unknown =
                delivered.stream().filter(email -> !taken.contains(email)).count();
        long lost = load.accepted() - books.finals() + unknown;
        FaultResult row = new FaultResult(
                fault.name(),
                fault.kind(),
                load.accepted(),
                delivered.size(),
                lost,
                rig.tape().copies(),
                fault.most(),
                recovered,
                settled,
                MEASURED);
        System.out.println(row.line());
        assertEquals(0, lost, "lost");
        assertEquals(load.accepted(), books.accepted(), "accepted by the API and in the ledger");
        assertEquals(
                load.accepted(), delivered.size(), "accepted and delivered: none of the mail servers refuses for good");
        assertEquals(
                taken.size(), delivered.size(), "distinct recipients at the mail server, and delivered by the ledger");
        assertTrue(row.copies() <= row.most(), row.copies() + " second copies");
        assertTrue(!BY_HAND || recovered.compareTo(MOST_TO_RECOVER) < 0, "mail flows again after " + recovered);
        books.balance();
        rig.mend();
        books.queuesAreEmpty();
        long copies = rig.tape().copies();
        assertTrue(copies <= row.most(), copies + " second copies, when nothing is on its way any more");
        books.auditAgrees();
        books.nothingGrew();
        return row;
    }
}
