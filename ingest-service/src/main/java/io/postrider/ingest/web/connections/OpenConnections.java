package io.postrider.ingest.web.connections;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The open connections and their clients. A connection above the limit closes one without a call in progress: one of
 * the same client if it has used up its share, otherwise one of the client with the most connections; among these, the
 * one idle for longest. So idle connections block no other client. Thread-safe.
 */
final class OpenConnections {
    /** How long a connection may be open without a call. */
    static final Duration FIRST_HEAD = Duration.ofSeconds(20);

    private final int places;
    private final int perClient;
    private final LongSupplier nanos;
    private final Map<String, Set<Place>> clients = new HashMap<>();
    private int open;

    /** One connection. */
    static final class Place {
        private final String client;
        private final Runnable close;
        private long idleSince;
        private int calls;
        private boolean called;

        private Place(String client, Runnable close, long now) {
            this.client = client;
            this.close = close;
            this.idleSince = now;
        }
    }

    /** @param most maximum connections of the server; a tenth is reserved for those still closing */
    OpenConnections(int most, int perClient, LongSupplier nanos) {
        this.places = Math.max(1, most - Math.max(1, most / 10));
        this.perClient = perClient;
        this.nanos = nanos;
    }

    /**
     * @param client null for a trusted proxy, which has no share
     * @param close closes the connection, on any thread
     * @return null if the connection must be refused
     */
    synchronized Place enter(String client, Runnable close) {
        Set<Place> own = clients.getOrDefault(client, Set.of());
        if (client != null && own.size() >= perClient && !closeIdlest(own)) {
            return null;
        }
        if (open >= places && !closeIdlest(largest())) {
            return null;
        }
        Place place = new Place(client, close, nanos.getAsLong());
        clients.computeIfAbsent(client, absent -> new LinkedHashSet<>()).add(place);
        open++;
        return place;
    }

    /** The connections of the client with the most; those of trusted proxies only if there are no others. */
    private Set<Place> largest() {
        Set<Place> largest = Set.of();
        for (Map.Entry<String, Set<Place>> one : clients.entrySet()) {
            if (one.getKey() != null && one.getValue().size() > largest.size()) {
                largest = one.getValue();
            }
        }
        return largest.isEmpty() ? clients.getOrDefault(null, Set.of()) : largest;
    }

    private boolean closeIdlest(Set<Place> ofClient) {
        Optional<Place> idlest = ofClient.stream()
                .filter(place -> place.calls == 0)
                .min((one, other) -> Long.signum(one.idleSince - other.idleSince));
        idlest.ifPresent(this::close);
        return idlest.isPresent();
    }

    private void close(Place place) {
        leave(place);
        place.close.run();
    }

    synchronized void begins(Place place) {
        place.called = true;
        place.calls++;
    }

    synchronized void ends(Place place) {
        place.calls--;
        place.idleSince = nanos.getAsLong();
    }

    synchronized void leave(Place place) {
        Set<Place> own = clients.get(place.client);
        if (own != null && own.remove(place)) {
            open--;
            if (own.isEmpty()) {
                clients.remove(place.client);
            }
        }
    }

    synchronized void closeWithoutRequest() {
        long now = nanos.getAsLong();
        Predicate<Place> late = place -> !place.called && now - place.idleSince >= FIRST_HEAD.toNanos();
        clients.values().stream().flatMap(Set::stream).filter(late).toList().forEach(this::close);
    }

    synchronized int open() {
        return open;
    }
}
