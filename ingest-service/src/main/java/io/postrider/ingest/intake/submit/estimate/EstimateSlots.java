package io.postrider.ingest.intake.submit.estimate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.web.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Limits concurrent costly estimates. One client may use half of the slots, so that some are left for others. A request
 * without a slot waits briefly, without holding a thread. The next slot goes to the client with the fewest slots and,
 * among equals, to the one served longest ago. Thread-safe.
 */
@Singleton
public class EstimateSlots {
    private final Limits limits;
    private final Map<String, Client> clients = new HashMap<>();
    private int taken;
    private int waiting;
    private long turns;

    /**
     * @param places slots of all clients
     * @param ofClient slots of one client
     * @param clientWaiting requests of one client that may wait
     * @param waiting requests of all that may wait
     * @param longestWait of one request
     */
    public record Limits(int places, int ofClient, int clientWaiting, int waiting, Duration longestWait) {
        /** At least two: even on a single processor, one client must not have all of them. */
        public static Limits of(int processors) {
            int places = Math.max(2, processors);
            return new Limits(places, places / 2, 64, 1_000, Duration.ofSeconds(5));
        }
    }

    private static final class Client {
        private final Deque<Waiter> waiters = new ArrayDeque<>();
        private int taken;
        private long servedAt;
    }

    /** A slot in use until it is closed. */
    public final class Place implements AutoCloseable {
        private final String client;
        private boolean closed;

        private Place(String client) {
            this.client = client;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    private static final class Waiter {
        private final String client;
        private final BooleanSupplier left;
        private final UniEmitter<? super Place> answer;
        private ScheduledFuture<?> timer;
        private Place place;

        private Waiter(String client, BooleanSupplier left, UniEmitter<? super Place> answer) {
            this.client = client;
            this.left = left;
            this.answer = answer;
        }
    }

    @Inject
    EstimateSlots(MeterRegistry registry) {
        this(Limits.of(Runtime.getRuntime().availableProcessors()));
        Gauge.builder("postrider.ingest.estimates", () -> taken() + waiting())
                .description("Requests whose costly mails are being estimated, or wait for it")
                .register(registry);
    }

    public EstimateSlots(Limits limits) {
        this.limits = limits;
    }

    /**
     * A slot, or null if the request would have to wait.
     *
     * @param client the client of the request; null if unknown
     */
    public synchronized Place tryEnter(String client) {
        Client known = clients.get(client);
        boolean full = taken >= limits.places || known != null && known.taken >= limits.ofClient;
        return full ? null : take(client, clients.computeIfAbsent(client, absent -> new Client()));
    }

    /**
     * A slot, now or later. Fails with 429 if the client's share has been in use for too long or too many of its
     * requests are waiting; with 503 if that holds for all slots.
     *
     * <p>Must not be cancelled, because a slot being assigned would be lost; {@link
     * io.postrider.ingest.web.body.RequestBody#during} sees to that.
     *
     * @param client as for {@link #tryEnter}
     * @param left whether the client has disconnected, so that its request need not wait
     */
    public Uni<Place> enter(String client, BooleanSupplier left) {
        return Uni.createFrom().emitter(answer -> {
            Waiter waiter = new Waiter(client, left, answer);
            Problem problem = admit(waiter);
            if (problem != null) {
                answer.fail(problem.refusal());
            } else if (waiter.place != null) {
                answer.complete(waiter.place);
            }
        });
    }

    private synchronized Problem admit(Waiter waiter) {
        waiter.place = tryEnter(waiter.client);
        if (waiter.place != null) {
            return null;
        }
        Client client = clients.computeIfAbsent(waiter.client, absent -> new Client());
        if (client.waiters.size() >= limits.clientWaiting) {
            waiting -= client.waiters.size();
            client.waiters.removeIf(one -> one.left.getAsBoolean());
            waiting += client.waiters.size();
        }
        if (client.waiters.size() >= limits.clientWaiting) {
            return Problem.clientOverloaded();
        }
        if (waiting >= limits.waiting) {
            forgetIfGone(waiter.client, client);
            return Problem.overloaded();
        }
        client.waiters.add(waiter);
        waiting++;
        ScheduledExecutorService timers = Infrastructure.getDefaultWorkerPool();
        waiter.timer = timers.schedule(() -> expire(waiter), limits.longestWait.toMillis(), TimeUnit.MILLISECONDS);
        return null;
    }

    private void expire(Waiter waiter) {
        Problem problem;
        synchronized (this) {
            Client client = clients.get(waiter.client);
            if (client == null || !client.waiters.remove(waiter)) {
                return;
            }
            waiting--;
            problem = client.taken >= limits.ofClient ? Problem.clientOverloaded() : Problem.overloaded();
            forgetIfGone(waiter.client, client);
        }
        waiter.answer.fail(problem.refusal());
    }

    private void giveBack(Place place) {
        Waiter next;
        synchronized (this) {
            if (place.closed) {
                return;
            }
            place.closed = true;
            taken--;
            Client client = clients.get(place.client);
            client.taken--;
            next = next();
            forgetIfGone(place.client, client);
        }
        if (next != null) {
            next.answer.complete(next.place);
        }
    }

    /** The next waiting request, with its slot. */
    private Waiter next() {
        Map.Entry<String, Client> first = null;
        for (Map.Entry<String, Client> entry : clients.entrySet()) {
            Client client = entry.getValue();
            boolean may = !client.waiters.isEmpty() && client.taken < limits.ofClient;
            if (may && (first == null || before(client, first.getValue()))) {
                first = entry;
            }
        }
        if (first == null) {
            return null;
        }
        Waiter waiter = first.getValue().waiters.remove();
        waiting--;
        waiter.timer.cancel(false);
        waiter.place = take(first.getKey(), first.getValue());
        return waiter;
    }

    private static boolean before(Client one, Client other) {
        return one.taken == other.taken ? one.servedAt < other.servedAt : one.taken < other.taken;
    }

    private Place take(String name, Client client) {
        taken++;
        client.taken++;
        client.servedAt = ++turns;
        return new Place(name);
    }

    private void forgetIfGone(String name, Client client) {
        if (client.taken == 0 && client.waiters.isEmpty()) {
            clients.remove(name);
        }
    }

    /** Number of waiting requests. */
    synchronized int waiting() {
        return waiting;
    }

    /** Number of slots in use. */
    synchronized int taken() {
        return taken;
    }
}
