package io.postrider.ingest.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Calls at a rate that does not care for their answers, as a crowd of clients would make them. */
public final class Flood implements AutoCloseable {
    private static final long TICK_MILLIS = 10;

    public record Call(int status, long millis, String retryAfter) {}

    private final Queue<CompletableFuture<Call>> calls = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Supplier<CompletableFuture<Api.Answer>> caller;
    private final double perTick;
    private double due;

    private Flood(double perSecond, Supplier<CompletableFuture<Api.Answer>> caller) {
        this.perTick = perSecond * TICK_MILLIS / 1_000;
        this.caller = caller;
        clock.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public static Flood of(double perSecond, Supplier<CompletableFuture<Api.Answer>> caller) {
        return new Flood(perSecond, caller);
    }

    private void tick() {
        for (due += perTick; due >= 1; due--) {
            long begun = System.nanoTime();
            calls.add(caller.get()
                    .thenApply(answer -> new Call(
                            answer.status(), (System.nanoTime() - begun) / 1_000_000, answer.header("Retry-After"))));
        }
    }

    /** No more calls. */
    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** All calls so far, after their answers. */
    public Calls answered(Duration patience) {
        List<CompletableFuture<Call>> all = new ArrayList<>(calls);
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        return new Calls(all.stream().map(CompletableFuture::join).toList());
    }

    public record Calls(List<Call> all) {
        public Calls of(int status) {
            return new Calls(
                    all.stream().filter(call -> call.status() == status).toList());
        }

        public int size() {
            return all.size();
        }

        /** Milliseconds within which so much of them were answered. */
        public long within(double part) {
            long[] millis = all.stream().mapToLong(Call::millis).sorted().toArray();
            return millis.length == 0 ? 0 : millis[(int) Math.min(millis.length - 1, Math.ceil(millis.length * part))];
        }

        public String summary() {
            return all.stream().collect(Collectors.groupingBy(Call::status)).entrySet().stream()
                    .map(status -> {
                        Calls of = new Calls(status.getValue());
                        return "%d: %d (ms p50 %d, p99 %d, longest %d)"
                                .formatted(status.getKey(), of.size(), of.within(0.5), of.within(0.99), of.within(1));
                    })
                    .sorted()
                    .collect(Collectors.joining("; "));
        }
    }
}
