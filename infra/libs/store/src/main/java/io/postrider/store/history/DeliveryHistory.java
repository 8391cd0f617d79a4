package io.postrider.store.history;

import io.postrider.store.deliveries.State;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reads the deliveries and events of a message page by page, with Hibernate Reactive and Panache (adr/023): only for a
 * process with these extensions, which is ingest-service, and only within a call to its API. Fails while PostgreSQL is
 * away.
 */
public final class DeliveryHistory {
    private DeliveryHistory() {}

    /**
     * Sorted by ordinal.
     *
     * @param after the ordinal before the first one
     * @param last the last ordinal to read
     * @param only the state to filter by, or null for any
     * @param limit maximum deliveries of the page
     */
    public static Uni<List<StoredDelivery>> deliveries(UUID message, int after, int last, State only, int limit) {
        return Panache.withSession(() -> only == null
                        ? DeliveryEntity.page(message, after, last, limit)
                        : DeliveryEntity.page(message, after, last, limit, only.code()))
                .map(page -> page.stream().map(DeliveryEntity::stored).toList());
    }

    /**
     * Sorted by id.
     *
     * @param after the id before the first one
     * @param limit maximum events of the page
     */
    public static Uni<List<StoredEvent>> events(UUID message, long after, int limit) {
        return Panache.withSession(
                () -> EventEntity.page(message, after, limit).chain(events -> withAddresses(message, events)));
    }

    private static Uni<List<StoredEvent>> withAddresses(UUID message, List<EventEntity> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        List<Integer> ordinals =
                events.stream().map(event -> event.ordinal).distinct().toList();
        return DeliveryEntity.of(message, ordinals).map(deliveries -> {
            Map<Integer, String> emails = new HashMap<>();
            deliveries.forEach(delivery -> emails.put(delivery.ordinal, delivery.email));
            return events.stream()
                    .map(event -> event.stored(emails.get(event.ordinal)))
                    .toList();
        });
    }
}
