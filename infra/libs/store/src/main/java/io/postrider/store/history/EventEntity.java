package io.postrider.store.history;

import io.postrider.replies.Category;
import io.postrider.store.deliveries.EventType;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A row of {@code delivery_event}, for {@link DeliveryHistory}; read-only. */
@Entity
@Table(name = "delivery_event")
@IdClass(EventEntity.Key.class)
public class EventEntity extends PanacheEntityBase {

    /** The primary key. */
    public record Key(UUID messageId, long id) implements Serializable {}

    @Id
    @Column(name = "message_id")
    public UUID messageId;

    @Id
    public long id;

    public int ordinal;
    public short type;
    public short attempt;
    public Instant at;
    public String route;
    public Short code;

    @Column(name = "enhanced_code")
    public String enhancedCode;

    public String reply;
    public Short category;

    static Uni<List<EventEntity>> page(UUID message, long cursor, int limit) {
        return EventEntity.<EventEntity>find("messageId = ?1 and id > ?2 order by id", message, cursor)
                .range(0, limit - 1)
                .list();
    }

    StoredEvent stored(String email) {
        return new StoredEvent(
                id,
                ordinal,
                email,
                EventType.of(type),
                attempt,
                at,
                route,
                code,
                enhancedCode,
                reply,
                category == null ? null : Category.of(category).orElse(null));
    }
}
