package io.postrider.sender.pace;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.Recipient;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.RouteChoice;
import io.postrider.store.limits.Booking;
import io.postrider.store.limits.Limit;
import io.postrider.store.limits.Recovery;
import io.postrider.store.limits.Throttles;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Admits the recipients of a batch as the limits of its route allow. */
@ApplicationScoped
public class Pacer {
    /** The replies of one burst lower the rate only once; the ledger would ignore the others. */
    private static final Duration ONE_BURST = Duration.ofSeconds(5);

    private final Throttles throttles;
    private final PaceMeters meters;
    private final Recovery recovery;
    private final int window;
    private final int mostSlow;
    private final AtomicInteger slow = new AtomicInteger();
    private final Map<String, Long> slowedAt = new ConcurrentHashMap<>();

    public Pacer(Throttles throttles, PaceMeters meters, PaceSettings settings) {
        this.throttles = throttles;
        this.meters = meters;
        this.recovery = new Recovery(settings.recoveryStep(), settings.recoveryEvery());
        this.window = settings.window();
        this.mostSlow = settings.slowBatches();
    }

    /**
     * Decides which recipients are mailed now and when, and which return later. Reserves slots under every limit of the
     * route; immediate if there is none.
     */
    public Uni<Admission> admit(Batch batch, List<Recipient> recipients, RouteChoice choice) {
        if (choice.limits().isEmpty()) {
            return Uni.createFrom().item(Admission.all(recipients));
        }
        boolean urgent = batch.message().lane() == Lane.TRANSACTIONAL;
        // A slot is valid only for the limit that granted it.
        boolean ownTurn = !batch.routes().isEmpty()
                && batch.routes().get(0).equals(choice.routes().get(0));
        Booking booking = new Booking(recipients.size(), urgent, ownTurn ? batch.turn() : null);
        return throttles
                .book(choice.limits(), booking, recovery)
                .invoke(grant -> meters.booked(choice, grant, recipients.size() - grant.mails()))
                .map(grant -> Admission.of(recipients, grant));
    }

    /**
     * Does the work for each admitted recipient, a window of them at the same time, until the batch is no longer ours.
     * @param makeRoom called first if the batch is paced and few enough batches are slow, so that another one can be received
     * @param work must not fail: the failure of one recipient is an outcome and must not stop the others
     */
    public Uni<Void> each(
            Admission admission, BooleanSupplier ours, Runnable makeRoom, Function<Recipient, Uni<Void>> work) {
        long begun = System.nanoTime();
        Uni<Void> all = Multi.createFrom()
                .items(IntStream.range(0, admission.now().size()).boxed())
                .onItem()
                .transformToUni(place -> until(begun, admission.start(place))
                        .chain(() -> ours.getAsBoolean()
                                ? work.apply(admission.now().get(place))
                                : Uni.createFrom().voidItem()))
                .merge(window)
                .onItem()
                .ignoreAsUni();
        return admission.paced() && slow.get() < mostSlow ? slowly(all, makeRoom) : all;
    }

    /** Records a throttling reply on the most specific limit of the route. */
    public void heard(RouteChoice choice, Attempt attempt) {
        boolean asksForLess = attempt.bounce() != null && attempt.bounce().slowDown();
        if (!asksForLess || choice.limits().isEmpty() || !choice.routes().get(0).equals(attempt.route())) {
            return;
        }
        Limit limit = choice.limits().get(choice.limits().size() - 1);
        long now = System.nanoTime();
        Long before = slowedAt.get(limit.name());
        if (before == null || now - before > ONE_BURST.toNanos()) {
            slowedAt.put(limit.name(), now);
            throttles
                    .slowDown(limit, recovery)
                    .subscribe()
                    .with(factor -> meters.slowed(limit, factor), failure -> slowedAt.remove(limit.name()));
        }
    }

    /** Returns the slots of mails that reached no server to the day's limit. */
    public Uni<Void> giveBack(RouteChoice choice, int mails) {
        List<Limit> warmingUp =
                choice.limits().stream().filter(limit -> limit.warmUp() != null).toList();
        return mails == 0 || warmingUp.isEmpty() ? Uni.createFrom().voidItem() : throttles.giveBack(warmingUp, mails);
    }

    private Uni<Void> slowly(Uni<Void> all, Runnable makeRoom) {
        slow.incrementAndGet();
        makeRoom.run();
        return all.onTermination().invoke(slow::decrementAndGet);
    }

    private static Uni<Void> until(long begun, Duration start) {
        Uni<Void> now = Uni.createFrom().voidItem();
        if (start.isZero()) {
            return now;
        }
        Duration left = start.minusNanos(System.nanoTime() - begun);
        return left.toMillis() < 1 ? now : now.onItem().delayIt().by(left);
    }
}
