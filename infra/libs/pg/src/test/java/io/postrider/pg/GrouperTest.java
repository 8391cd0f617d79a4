package io.postrider.pg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.pg.Grouper.Bounds;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrouperTest {
    private static final String INVALID_TEXT = "22021";

    /** Groups that wait until the test lets them go. */
    private final List<CompletableFuture<Void>> gates = new ArrayList<>();

    private final List<List<Integer>> groups = new ArrayList<>();

    /** Nanoseconds that pass only when a test says so. */
    private final AtomicLong now = new AtomicLong();

    private Grouper<Integer, Integer> grouper(Bounds bounds) {
        return new Grouper<>(
                "numbers", bounds, number -> 1, number -> "client " + number / 100, this::atTheGate, now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Uni<List<Integer>> atTheGate(List<Integer> group) {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        gates.add(gate);
        groups.add(group);
        return Uni.createFrom().completionStage(gate).map(open -> group);
    }

    private static CompletableFuture<Integer> add(Grouper<Integer, Integer> grouper, int number) {
        return grouper.add(number).subscribeAsCompletionStage();
    }

    @Test
    void whatWaitsUpToTheBoundIsTakenAndOneMoreIsRefused() {
        Grouper<Integer, Integer> grouper = grouper(new Bounds(10, 1, 3));
        CompletableFuture<Integer> first = add(grouper, 0);
        List<CompletableFuture<Integer>> waiting =
                IntStream.rangeClosed(1, 3).mapToObj(n -> add(grouper, n)).toList();
        CompletableFuture<Integer> beyond = add(grouper, 4);
        assertInstanceOf(OverloadedException.class, failure(beyond));
        assertEquals(3, grouper.waiting());

        gates.get(0).complete(null);
        gates.get(1).complete(null);
        assertEquals(0, first.join());
        assertEquals(
                List.of(1, 2, 3), waiting.stream().map(CompletableFuture::join).toList());
        assertEquals(List.of(List.of(0), List.of(1, 2, 3)), groups);
    }

    @Test
    void whoHasLessThanAnEqualShareWaitingDisplacesTheNewestOfWhoHasMore() {
        Grouper<Integer, Integer> grouper = grouper(new Bounds(10, 1, 4));
        add(grouper, 0);
        List<CompletableFuture<Integer>> flood =
                IntStream.rangeClosed(1, 4).mapToObj(n -> add(grouper, n)).toList();
        CompletableFuture<Integer> other = add(grouper, 100);
        CompletableFuture<Integer> another = add(grouper, 101);
        assertInstanceOf(OverloadedException.class, failure(flood.get(3)));
        assertInstanceOf(OverloadedException.class, failure(flood.get(2)));
        assertInstanceOf(OverloadedException.class, failure(add(grouper, 102)), "more than its share");
        assertInstanceOf(OverloadedException.class, failure(add(grouper, 5)), "more than its share");
        assertEquals(4, grouper.waiting());

        gates.get(0).complete(null);
        gates.get(1).complete(null);
        assertEquals(List.of(100, 101), List.of(other.join(), another.join()));
        assertEquals(List.of(List.of(0), List.of(1, 100, 2, 101)), groups);
    }

    @Test
    void clientsTakeTurnsByWeight() {
        Grouper<Integer, Integer> grouper = new Grouper<>(
                "numbers",
                new Bounds(12, 1, 1_000),
                number -> number % 100,
                number -> "client " + number / 100,
                this::atTheGate,
                now::get);
        add(grouper, 1);
        IntStream.range(0, 3).forEach(n -> add(grouper, 4));
        IntStream.range(0, 3).forEach(n -> add(grouper, 102));
        IntStream.range(0, 2).forEach(n -> gates.get(n).complete(null));
        assertEquals(List.of(List.of(1), List.of(4, 102, 102, 4)), groups.subList(0, 2));
    }

    @Test
    void whatOthersHaveBeyondAClientsOwnDoesNotCountForItsWait() {
        Grouper<Integer, Integer> grouper = grouper(new Bounds(1, 1, 1_000, Duration.ofSeconds(2)));
        add(grouper, 0);
        add(grouper, 1);
        pass(Duration.ofSeconds(1));
        gates.get(0).complete(null);
        IntStream.range(2, 20).forEach(n -> add(grouper, n));
        assertInstanceOf(OverloadedException.class, failure(add(grouper, 20)));
        assertFalse(add(grouper, 100).isDone());
    }

    @Test
    void aGroupIsCutAtItsWeight() {
        Grouper<Integer, Integer> grouper = grouper(new Bounds(2, 1, 100));
        IntStream.range(0, 4).forEach(n -> add(grouper, n));
        IntStream.range(0, 3).forEach(n -> gates.get(n).complete(null));
        assertEquals(List.of(List.of(0), List.of(1, 2), List.of(3)), groups);
    }

    @Test
    void theNextGroupWaitsForCompanyUnlessItIsFull() {
        Vertx vertx = Vertx.vertx();
        Context context = vertx.getOrCreateContext();
        try {
            Duration spacing = Duration.ofMillis(20);
            Grouper<Integer, Integer> grouper = grouper(new Bounds(3, 2, 100).spaced(spacing));
            CompletableFuture<Integer> last = new CompletableFuture<>();
            assertEquals(List.of(List.of(0)), on(context, () -> {
                add(grouper, 0);
                add(grouper, 1);
                add(grouper, 2).whenComplete((answer, failure) -> last.complete(answer));
                return List.copyOf(groups);
            }));
            pass(spacing);
            on(context, () -> vertx.setPeriodic(1, look -> gates.forEach(gate -> gate.complete(null))));
            assertEquals(2, Patience.result(last));
            assertEquals(List.of(List.of(0), List.of(1, 2)), on(context, () -> List.copyOf(groups)));

            assertEquals(2, on(context, () -> {
                add(grouper, 3);
                add(grouper, 4);
                return groups.size();
            }));
            assertEquals(List.of(3, 4, 5), on(context, () -> {
                add(grouper, 5);
                return groups.get(2);
            }));
        } finally {
            Patience.result(vertx.close().toCompletionStage());
        }
    }

    /** What it answers on an event loop, on which nothing else happens meanwhile. */
    private static <T> T on(Context context, Supplier<T> work) {
        return Patience.result(CompletableFuture.supplyAsync(work, run -> context.runOnContext(turn -> run.run())));
    }

    @Test
    void whoIsNotOnAVertxThreadDoesNotWaitForCompany() {
        Grouper<Integer, Integer> grouper = grouper(new Bounds(10, 2, 100).spaced(Duration.ofHours(1)));
        add(grouper, 0);
        add(grouper, 1);
        assertEquals(List.of(List.of(0), List.of(1)), groups);
    }

    @Test
    void oneThatIsHeavierThanAllBoundsStillHasItsTurn() {
        Grouper<Integer, Integer> grouper = new Grouper<>("numbers", new Bounds(2, 1, 3), n -> n, this::atTheGate);
        CompletableFuture<Integer> heavy = add(grouper, 100);
        CompletableFuture<Integer> next = add(grouper, 100);
        gates.get(0).complete(null);
        gates.get(1).complete(null);
        assertEquals(100, heavy.join());
        assertEquals(100, next.join());
    }

    @Test
    void whoHasWaitedTwiceTooLongIsRefusedUndoneAndMeanwhileEverybodyElseIs() {
        Grouper<Integer, Integer> grouper = grouper(new Bounds(10, 1, 100, Duration.ofMillis(25)));
        add(grouper, 0);
        CompletableFuture<Integer> early = add(grouper, 1);
        pass(Duration.ofMillis(60));
        assertInstanceOf(OverloadedException.class, failure(add(grouper, 2)));
        assertFalse(early.isDone());

        gates.get(0).complete(null);
        assertInstanceOf(OverloadedException.class, failure(early));
        assertEquals(List.of(List.of(0)), groups);
        assertEquals(0, grouper.waiting());
        add(grouper, 3);
        assertEquals(List.of(3), groups.get(1));
    }

    @Test
    void whoWouldWaitTooLongByTheTimeThatGroupsTakeIsRefusedAtOnce() {
        Grouper<Integer, Integer> grouper = grouper(new Bounds(1, 1, 100, Duration.ofMillis(100)));
        for (int n = 0; n < 10; n++) {
            add(grouper, n);
            pass(Duration.ofMillis(40));
            gates.get(n).complete(null);
        }
        // A group takes about 40 ms: the first one is under way, and three may wait behind it.
        List<CompletableFuture<Integer>> more =
                IntStream.range(10, 20).mapToObj(n -> add(grouper, n)).toList();
        assertTrue(more.subList(0, 4).stream().noneMatch(CompletableFuture::isDone));
        more.subList(4, 10).forEach(answer -> assertInstanceOf(OverloadedException.class, failure(answer)));
    }

    @Test
    void onlyTheGuiltyOneOfAGroupFails() {
        Grouper<Integer, Integer> grouper = new Grouper<>("numbers", new Bounds(100, 1, 100), n -> 1, this::noSevens);
        CompletableFuture<Integer> first = add(grouper, 0);
        List<CompletableFuture<Integer>> all =
                IntStream.rangeClosed(1, 20).mapToObj(n -> add(grouper, n)).toList();
        gates.get(0).complete(null);
        assertEquals(0, first.join());
        for (int n = 1; n <= 20; n++) {
            CompletableFuture<Integer> answer = all.get(n - 1);
            if (n == 7) {
                assertInstanceOf(PgException.class, failure(answer));
            } else {
                assertEquals(n, answer.join());
            }
        }
        assertTrue(groups.size() < 12, () -> "statements: " + groups);
    }

    private Uni<List<Integer>> noSevens(List<Integer> group) {
        if (groups.isEmpty()) {
            return atTheGate(group);
        }
        groups.add(group);
        return group.contains(7)
                ? Uni.createFrom().failure(new PgException("invalid byte sequence", "ERROR", INVALID_TEXT, null))
                : Uni.createFrom().item(group);
    }

    @Test
    void anOutageFailsTheWholeGroupAtOnce() {
        Grouper<Integer, Integer> grouper = grouper(new Bounds(10, 1, 100));
        List<CompletableFuture<Integer>> all =
                IntStream.range(0, 3).mapToObj(n -> add(grouper, n)).toList();
        gates.get(0).complete(null);
        gates.get(1).completeExceptionally(new TimeoutException());
        assertInstanceOf(TimeoutException.class, failure(all.get(1)));
        assertInstanceOf(TimeoutException.class, failure(all.get(2)));
        assertEquals(2, groups.size());
    }

    private static Throwable failure(CompletableFuture<Integer> answer) {
        assertTrue(answer.isDone());
        return assertThrows(CompletionException.class, answer::join).getCause();
    }
}
