package io.postrider.e2e.kit;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.testing.Patience;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Applications that send password resets, one after the other, as they should: an answer that did not come, or a 503, is asked
 * for again with the same Idempotency-Key, at the next replica.
 */
public final class ApiClients implements AutoCloseable {
    private static final int COUNT = 4;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Api> replicas;
    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean going = true;

    private ApiClients(List<Api> replicas) {
        this.replicas = replicas;
        for (int i = 0; i < COUNT; i++) {
            threads.execute(this::call);
        }
    }

    public static ApiClients of(List<URI> replicas, String key) {
        return new ApiClients(
                replicas.stream().map(replica -> new Api(replica, key)).toList());
    }

    private void call() {
        while (going) {
            int number = begun.incrementAndGet();
            long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
            for (int tries = 0; System.nanoTime() < deadline; tries++) {
                if (accepted(replicas.get((number + tries) % replicas.size()), number)) {
                    accepted.incrementAndGet();
                    break;
                }
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private static boolean accepted(Api replica, int number) {
        List<String> recipient = List.of("single-%05d@mail.example".formatted(number));
        try {
            HttpResponse<String> answer = replica.post(
                    "/v1/messages",
                    Api.message("transactional", recipient).toString(),
                    "Idempotency-Key",
                    "single-" + number);
            return answer.statusCode() == 202;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Returns when this number of further mails was accepted. */
    public void awaitMore(int count) {
        int wanted = accepted.get() + count;
        await().until(() -> accepted.get() >= wanted);
    }

    /** How many were accepted: all that were begun. */
    public int end() throws InterruptedException {
        going = false;
        threads.shutdown();
        threads.awaitTermination(2 * Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertEquals(begun.get(), accepted.get(), "accepted of those begun");
        return accepted.get();
    }

    @Override
    public void close() {
        going = false;
        threads.shutdownNow();
    }
}
