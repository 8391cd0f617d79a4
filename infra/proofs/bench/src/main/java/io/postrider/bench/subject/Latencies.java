package io.postrider.bench.subject;

import io.postrider.neighbours.smtp.ReceivedMail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ObjLongConsumer;

/** How long single mails take from the call to the mail server, at a rate that does not wait for them. */
public final class Latencies implements ObjLongConsumer<ReceivedMail> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final AtomicLong serials = new AtomicLong();
    private final Map<String, CompletableFuture<Long>> arrivals = new ConcurrentHashMap<>();

    /** In ms. */
    public record Percentiles(double p50, double p99, double slowest) {
        public static Percentiles of(long[] nanos) {
            Arrays.sort(nanos);
            return new Percentiles(at(nanos, 0.5), at(nanos, 0.99), at(nanos, 1));
        }

        private static double at(long[] sorted, double share) {
            return sorted[(int) Math.ceil(sorted.length * share) - 1] / 1e6;
        }
    }

    /** A mail of ours, or one that is not measured. */
    @Override
    public void accept(ReceivedMail mail, long at) {
        CompletableFuture<Long> arrival = arrivals.remove(mail.recipients().get(0));
        if (arrival != null) {
            arrival.complete(at);
        }
    }

    public Percentiles of(Postrider postrider, int perSecond, int count) {
        List<CompletableFuture<Long>> taken = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begun + TimeUnit.SECONDS.toNanos(i) / perSecond;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            taken.add(one(postrider));
        }
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            nanos[i] =
                    taken.get(i).orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        }
        return Percentiles.of(nanos);
    }

    /** Nanoseconds that it takes. */
    private CompletableFuture<Long> one(Postrider postrider) {
        String serial = "single" + serials.incrementAndGet();
        CompletableFuture<Long> arrival = new CompletableFuture<>();
        arrivals.put(Newsletter.address(serial, 0), arrival);
        long called = System.nanoTime();
        return postrider.single(serial).thenCombine(arrival, (answered, arrived) -> arrived - called);
    }
}
