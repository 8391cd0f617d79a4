package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.web.ClientAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The open connections. Each client may have a share of the slots. When all are taken, one connection makes room for
 * the next: first the one without a mail that has been useless for longest; then one whose mail makes no progress; then
 * one of the client with the most slots, if the newcomer has at least two fewer. So no client can keep others out by
 * idling, by being slow, or by having many addresses.
 */
final class ConnectionSlots {
    /** How long a mail in progress is protected from making room for a client with few slots. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int places;
    private final int perClient;
    private final Consumer<ReportSession> leaveNow;
    private final LongSupplier nanos;
    private final List<ReportSession> open = new ArrayList<>();

    /** @param leaveNow closes the connection that must make room */
    ConnectionSlots(int places, int perClient, Consumer<ReportSession> leaveNow, LongSupplier nanos) {
        this.places = places;
        this.perClient = Math.min(perClient, places);
        this.leaveNow = leaveNow;
        this.nanos = nanos;
    }

    synchronized Optional<ConnectionRefusal> take(ReportSession newcomer) {
        int held = held(newcomer.client());
        if (newcomer.client() != null && held >= perClient) {
            return Optional.of(ConnectionRefusal.CLIENT_CONNECTIONS);
        }
        if (open.size() >= places) {
            Optional<ReportSession> last = lastToCome(held);
            if (last.isEmpty()) {
                return Optional.of(ConnectionRefusal.CONNECTIONS);
            }
            open.remove(last.get());
            leaveNow.accept(last.get());
        }
        open.add(newcomer);
        return Optional.empty();
    }

    synchronized void leave(ReportSession visit) {
        open.remove(visit);
    }

    synchronized List<ReportSession> open() {
        return List.copyOf(open);
    }

    /** Connections of a client; each connection of a proxy that does not state its clients counts as a different client. */
    private int held(ClientAddress client) {
        return client == null
                ? 0
                : (int) open.stream()
                        .filter(visit -> client.equals(visit.client()))
                        .count();
    }

    private Optional<ReportSession> lastToCome(int heldByNewcomer) {
        Comparator<ReportSession> least =
                Comparator.comparing(ReportSession::stage).thenComparing(ReportSession::progressAt, this::before);
        Optional<ReportSession> first = open.stream()
                .filter(visit -> visit.stage() != ReportSession.Stage.RECORDING)
                .min(least);
        if (first.isEmpty() || first.get().stage() == ReportSession.Stage.IDLE || stale(first.get())) {
            return first;
        }
        Optional<ReportSession> stale = open.stream()
                .filter(visit -> visit.stage() != ReportSession.Stage.RECORDING && stale(visit))
                .min(least);
        return stale.isPresent() ? stale : ofTheLargest(heldByNewcomer, least);
    }

    private Optional<ReportSession> ofTheLargest(int heldByNewcomer, Comparator<ReportSession> least) {
        Map<ClientAddress, Integer> counts = new HashMap<>();
        open.stream()
                .filter(visit -> visit.client() != null)
                .forEach(visit -> counts.merge(visit.client(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(largest -> largest.getValue() >= heldByNewcomer + 2)
                .flatMap(largest -> open.stream()
                        .filter(visit -> largest.getKey().equals(visit.client()))
                        .filter(visit -> visit.stage() != ReportSession.Stage.RECORDING)
                        .min(least));
    }

    private boolean stale(ReportSession visit) {
        return nanos.getAsLong() - visit.progressAt() >= PATIENCE.toNanos();
    }

    /** System.nanoTime may overflow: only differences count. */
    private int before(long one, long other) {
        return Long.signum(one - other);
    }
}
