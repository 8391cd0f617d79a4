package io.postrider.store.history;

import io.postrider.store.deliveries.State;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A row of {@code delivery}, for {@link DeliveryHistory}; read-only. */
@Entity
@Table(name = "delivery")
@IdClass(DeliveryEntity.Key.class)
public class DeliveryEntity extends PanacheEntityBase {

    /** The primary key. */
    public record Key(UUID messageId, int ordinal) implements Serializable {}

    @Id
    @Column(name = "message_id")
    public UUID messageId;

    @Id
    public int ordinal;

    public short state;
    public short attempts;
    public Short code;

    @Column(name = "enhanced_code")
    public String enhancedCode;

    @Column(name = "updated_at")
    public Instant updatedAt;

    public String email;

    /** The deliveries after {@code cursor} up to {@code last}, by ordinal. */
    static Uni<List<DeliveryEntity>> page(UUID message, int cursor, int last, int limit) {
        return DeliveryEntity.<DeliveryEntity>find(
                        "messageId = ?1 and ordinal > ?2 and ordinal <= ?3 order by ordinal", message, cursor, last)
                .range(0, limit - 1)
                .list();
    }

    /** The same for one state. */
    static Uni<List<DeliveryEntity>> page(UUID message, int cursor, int last, int limit, short state) {
        return DeliveryEntity.<DeliveryEntity>find(
                        "messageId = ?1 and ordinal > ?2 and ordinal <= ?3 and state = ?4 order by ordinal",
                        message,
                        cursor,
                        last,
                        state)
                .range(0, limit - 1)
                .list();
    }

    static Uni<List<DeliveryEntity>> of(UUID message, Collection<Integer> ordinals) {
        return list("messageId = ?1 and ordinal in ?2", message, ordinals);
    }

    StoredDelivery stored() {
        return new StoredDelivery(ordinal, email, State.of(state), attempts, code, enhancedCode, updatedAt);
    }
}
