package io.postrider.ledger;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Gathers single requests into groups, so that a round trip, a statement and an fsync are paid once for many. There is no
 * timer: a group starts as soon as fewer than the allowed number are under way, with all that waits by then. An idle
 * system answers at once, a busy one in large groups.
 *
 * <p>Safe for any thread. Each request is answered after its group.
 */
public final class Grouper<T, R> {

    /**
     * @param groupWeight a group is cut when the weights of its members reach this
     * @param underWay groups that run at the same time
     * @param waitingWeight the sum of weights that may wait; a request beyond is refused
     */
    public record Bounds(int groupWeight, int underWay, int waitingWeight) {}

    private record Waiting<T, R>(T item, int weight, UniEmitter<? super R> answer) {}

    private final String what;
    private final Bounds bounds;
    private final ToIntFunction<T> weigher;
    private final Function<List<T>, Uni<List<R>>> work;
    private final ArrayDeque<Waiting<T, R>> queue = new ArrayDeque<>();
    private int waiting;
    private int underWay;

    /**
     * @param what names it in the refusal
     * @param work does a group and answers its members in their order
     */
    public Grouper(String what, Bounds bounds, ToIntFunction<T> weigher, Function<List<T>, Uni<List<R>>> work) {
        this.what = what;
        this.bounds = bounds;
        this.weigher = weigher;
        this.work = work;
    }

    /** Fails with {@link OverloadedException} if too much waits, or with what the group's work failed with. */
    public Uni<R> add(T item) {
        return Uni.createFrom().emitter(answer -> {
            int weight = Math.max(1, weigher.applyAsInt(item));
            synchronized (queue) {
                if (waiting > 0 && waiting + weight > bounds.waitingWeight()) {
                    answer.fail(new OverloadedException(
                            "%s: %d wait, more than %d may not".formatted(what, waiting, bounds.waitingWeight())));
                    return;
                }
                waiting += weight;
                queue.add(new Waiting<>(item, weight, answer));
            }
            startGroups();
        });
    }

    /** The weight of what waits now, not counting the groups under way. */
    public int waiting() {
        synchronized (queue) {
            return waiting;
        }
    }

    private void startGroups() {
        for (List<Waiting<T, R>> group = nextGroup(); group != null; group = nextGroup()) {
            List<Waiting<T, R>> members = group;
            run(members)
                    .subscribe()
                    .with(
                            answers -> {
                                finished();
                                for (int i = 0; i < members.size(); i++) {
                                    members.get(i).answer().complete(answers.get(i));
                                }
                            },
                            failure -> {
                                finished();
                                members.forEach(member -> member.answer().fail(failure));
                            });
        }
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

    private List<Waiting<T, R>> nextGroup() {
        synchronized (queue) {
            if (queue.isEmpty() || underWay >= bounds.underWay()) {
                return null;
            }
            underWay++;
            List<Waiting<T, R>> group = new ArrayList<>();
            int weight = 0;
            while (!queue.isEmpty() && (group.isEmpty() || weight + queue.peek().weight() <= bounds.groupWeight())) {
                weight += queue.peek().weight();
                group.add(queue.poll());
            }
            waiting -= weight;
            return group;
        }
    }

    private void finished() {
        synchronized (queue) {
            underWay--;
        }
        startGroups();
    }
}
