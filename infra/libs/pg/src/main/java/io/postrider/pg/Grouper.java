package io.postrider.pg;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Collects single requests into groups that share a round trip, a statement and an fsync. A group starts with all
 * waiting requests as soon as fewer groups than allowed are in progress and the last one started long enough ago. So an
 * idle system answers immediately, a busy one in large groups.
 *
 * <p>If the data of one member makes a group fail, the group is repeated in halves, so that only that member fails. The
 * work must therefore have no effect when it fails, or be idempotent.
 *
 * <p>Thread-safe. Each request is answered after its group.
 */
public final class Grouper<T, R> {

    /**
     * @param groupWeight a group is complete when the weights of its members reach this
     * @param underWay maximum groups in progress at the same time
     * @param waitingWeight maximum total weight of waiting requests; a further request is refused
     * @param longestWait a request whose estimated wait, based on recent groups, is longer is refused; so are all while
     *     a group takes twice as long, and those that have waited twice as long; null for no limit
     * @param spacing minimum time between the starts of two groups unless the second is full, in whole
     *     milliseconds; does not apply to requests made without a Vert.x context
     */
    public record Bounds(int groupWeight, int underWay, int waitingWeight, Duration longestWait, Duration spacing) {
        public Bounds(int groupWeight, int underWay, int waitingWeight, Duration longestWait) {
            this(groupWeight, underWay, waitingWeight, longestWait, Duration.ZERO);
        }

        /** Without a limit on the wait of requests. */
        public Bounds(int groupWeight, int underWay, int waitingWeight) {
            this(groupWeight, underWay, waitingWeight, null);
        }

        public Bounds spaced(Duration chosen) {
            return new Bounds(groupWeight, underWay, waitingWeight, longestWait, chosen);
        }

        private boolean tooLong(double nanos) {
            return longestWait != null && nanos > longestWait.toNanos();
        }
    }

    private record Waiting<T, R>(T item, UniEmitter<? super R> answer, long since) {}

    private record Group<T, R>(List<Waiting<T, R>> members, int weight, long since) {}

    private final String what;
    private final Bounds bounds;
    private final ToIntFunction<T> weigher;
    private final Function<T, String> client;
    private final Function<List<T>, Uni<List<R>>> work;
    private final LongSupplier clock;
    private final FairQueue<Waiting<T, R>> queue = new FairQueue<>();
    private final WaitEstimate pace;
    private boolean startsLater;

    /**
     * @param what its name in refusals
     * @param work processes a group and returns the results of its members in order
     */
    public Grouper(String what, Bounds bounds, ToIntFunction<T> weigher, Function<List<T>, Uni<List<R>>> work) {
        this(what, bounds, weigher, request -> "", work);
    }

    /** @param client the client of the request: clients take turns, and each has an equal share of the queue */
    public Grouper(
            String what,
            Bounds bounds,
            ToIntFunction<T> weigher,
            Function<T, String> client,
            Function<List<T>, Uni<List<R>>> work) {
        this(what, bounds, weigher, client, work, System::nanoTime);
    }

    /** @param clock returns the time in nanoseconds, as {@link System#nanoTime} does */
    Grouper(
            String what,
            Bounds bounds,
            ToIntFunction<T> weigher,
            Function<T, String> client,
            Function<List<T>, Uni<List<R>>> work,
            LongSupplier clock) {
        this.what = what;
        this.bounds = bounds;
        this.weigher = weigher;
        this.client = client;
        this.work = work;
        this.clock = clock;
        this.pace = new WaitEstimate(bounds.groupWeight(), bounds.underWay());
    }

    /**
     * Fails with {@link OverloadedException} if too many requests are waiting or the wait is too long, or with the
     * failure of its group.
     */
    public Uni<R> add(T item) {
        return Uni.createFrom().emitter(answer -> {
            int weight = Math.max(1, weigher.applyAsInt(item));
            String owner = client.apply(item);
            List<Waiting<T, R>> displaced;
            synchronized (queue) {
                if (queue.isTooMuch(owner, weight, bounds.waitingWeight()) || tooLong(owner, weight)) {
                    answer.fail(overloaded());
                    return;
                }
                displaced = queue.displace(weight, bounds.waitingWeight());
                queue.add(owner, new Waiting<>(item, answer, clock.getAsLong()), weight);
            }
            displaced.forEach(member -> member.answer().fail(overloaded()));
            startGroups();
        });
    }

    private boolean tooLong(String owner, int weight) {
        return bounds.tooLong(pace.wait(queue.ahead(owner, weight)))
                || bounds.tooLong(pace.oldest(clock.getAsLong()) / 2.0);
    }

    private OverloadedException overloaded() {
        return new OverloadedException("%s: weight %d waiting, for about %d ms; the maximum is %d, and %s"
                .formatted(
                        what,
                        queue.weight(),
                        Math.round(pace.wait(queue.weight()) / 1e6),
                        bounds.waitingWeight(),
                        bounds.longestWait() == null ? "any time" : bounds.longestWait()));
    }

    /** The weight of the waiting requests, without groups in progress. */
    public int waiting() {
        synchronized (queue) {
            return queue.weight();
        }
    }

    private void startGroups() {
        for (Group<T, R> next = nextGroup(); next != null; next = nextGroup()) {
            Group<T, R> group = next;
            answers(group.members()).subscribe().with(answers -> {
                // The next group starts before the answers are sent.
                ended(group);
                answers.forEach(Runnable::run);
            });
        }
    }

    /** Runs the work, in halves if necessary, and returns the answer for each member. Never fails. */
    private Uni<List<Runnable>> answers(List<Waiting<T, R>> members) {
        return run(members)
                .map(results -> {
                    List<Runnable> answers = new ArrayList<>(members.size());
                    for (int i = 0; i < members.size(); i++) {
                        UniEmitter<? super R> answer = members.get(i).answer();
                        R result = results.get(i);
                        answers.add(() -> answer.complete(result));
                    }
                    return answers;
                })
                .onFailure()
                .recoverWithUni(failure ->
                        members.size() > 1 && !Outage.mayPass(failure) ? inHalves(members) : all(members, failure));
    }

    private Uni<List<Runnable>> inHalves(List<Waiting<T, R>> members) {
        int middle = members.size() / 2;
        return answers(members.subList(0, middle))
                .chain(first -> answers(members.subList(middle, members.size())).map(second -> {
                    List<Runnable> both = new ArrayList<>(first);
                    both.addAll(second);
                    return both;
                }));
    }

    private Uni<List<Runnable>> all(List<Waiting<T, R>> members, Throwable failure) {
        List<Runnable> answers = new ArrayList<>(members.size());
        members.forEach(member -> answers.add(() -> member.answer().fail(failure)));
        return Uni.createFrom().item(answers);
    }

    private Uni<List<R>> run(List<Waiting<T, R>> members) {
        List<T> items = new ArrayList<>(members.size());
        members.forEach(member -> items.add(member.item()));
        try {
            return work.apply(items);
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(e);
        }
    }

    /** Takes the next group; null if nothing is waiting or the maximum is in progress. */
    private Group<T, R> nextGroup() {
        List<Waiting<T, R>> late = new ArrayList<>();
        List<Waiting<T, R>> members = new ArrayList<>();
        long now = clock.getAsLong();
        int weight = 0;
        synchronized (queue) {
            if (pace.underWay() >= bounds.underWay() || startsLater(now)) {
                return null;
            }
            while (!queue.isEmpty() && bounds.tooLong((now - queue.peek().since()) / 2.0)) {
                late.add(queue.poll());
            }
            while (!queue.isEmpty() && (members.isEmpty() || weight + queue.nextWeight() <= bounds.groupWeight())) {
                weight += queue.nextWeight();
                members.add(queue.poll());
            }
            if (!members.isEmpty()) {
                pace.begin(now);
            }
        }
        late.forEach(member -> member.answer().fail(overloaded()));
        return members.isEmpty() ? null : new Group<>(members, weight, now);
    }

    /** Whether the next group is waiting for further requests or for its spacing. */
    private boolean startsLater(long now) {
        long left = bounds.spacing().toNanos() - pace.sinceLast(now);
        Context context = Vertx.currentContext();
        if (queue.isEmpty() || left <= 0 || queue.weight() >= bounds.groupWeight() || context == null) {
            return false;
        }
        if (!startsLater) {
            context.owner().setTimer(TimeUnit.NANOSECONDS.toMillis(left) + 1, due -> {
                synchronized (queue) {
                    startsLater = false;
                }
                startGroups();
            });
            startsLater = true;
        }
        return true;
    }

    private void ended(Group<T, R> group) {
        synchronized (queue) {
            pace.end(group.since(), group.weight(), clock.getAsLong());
        }
        startGroups();
    }
}
