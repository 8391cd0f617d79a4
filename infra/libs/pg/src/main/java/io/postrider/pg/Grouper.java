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
 * Gathers single requests into groups, so that many share a round trip, a statement and an fsync. A group starts
 * as soon as fewer than the allowed number are under way and the last one began long enough ago, with all that waits by
 * then. An idle system answers at once, a busy one in large groups.
 *
 * <p>A group that fails for what one of its members holds is done again in halves, so that only the guilty one fails. The
 * work must therefore leave nothing behind when it fails, or do no harm when it is done twice.
 *
 * <p>Safe for any thread. Each request is answered after its group.
 */
public final class Grouper<T, R> {

    /**
     * @param groupWeight a group is cut when the weights of its members reach this
     * @param underWay maximum groups that run at the same time
     * @param waitingWeight the sum of weights that may wait; a request beyond is refused
     * @param longestWait a request that would wait longer, by how long groups took lately, is refused; so are all once a
     *     group takes twice as long, and those that have waited twice as long; null for waiting as long as it takes
     * @param spacing a group that is not full begins so long after the one before it, in whole milliseconds; a request that is
     *     made without a Vert.x context does not wait for that
     */
    public record Bounds(int groupWeight, int underWay, int waitingWeight, Duration longestWait, Duration spacing) {
        public Bounds(int groupWeight, int underWay, int waitingWeight, Duration longestWait) {
            this(groupWeight, underWay, waitingWeight, longestWait, Duration.ZERO);
        }

        /** Without a limit on how long requests wait. */
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
     * @param what names it in the refusal
     * @param work does a group and answers its members in their order
     */
    public Grouper(String what, Bounds bounds, ToIntFunction<T> weigher, Function<List<T>, Uni<List<R>>> work) {
        this(what, bounds, weigher, request -> "", work);
    }

    /** @param client whose request it is: clients take turns, and each has an equal share of the queue */
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

    /** Fails with {@link OverloadedException} if too much waits, or for too long, or with what its group's work failed with. */
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
        return new OverloadedException("%s: a weight of %d waits, for about %d ms; at most %d may, and %s"
                .formatted(
                        what,
                        queue.weight(),
                        Math.round(pace.wait(queue.weight()) / 1e6),
                        bounds.waitingWeight(),
                        bounds.longestWait() == null ? "as long as it takes" : bounds.longestWait()));
    }

    /** The weight of what waits now, not counting the groups under way. */
    public int waiting() {
        synchronized (queue) {
            return queue.weight();
        }
    }

    private void startGroups() {
        for (Group<T, R> next = nextGroup(); next != null; next = nextGroup()) {
            Group<T, R> group = next;
            answers(group.members()).subscribe().with(answers -> {
                // The next group starts before the answers go out.
                ended(group);
                answers.forEach(Runnable::run);
            });
        }
    }

    /** Does the work, in halves if it must be; how each member is to be answered. Never fails. */
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

    /** Takes what is to be done next; null if nothing waits or enough is under way. */
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

    /** Whether the next group waits for company, which then starts it. */
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
