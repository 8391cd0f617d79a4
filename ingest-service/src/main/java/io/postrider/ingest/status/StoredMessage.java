package io.postrider.ingest.status;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code message}, as far as its status needs it. */
@Entity
@Table(name = "message")
public class StoredMessage extends PanacheEntityBase {
    @Id
    public UUID id;

    public short lane;
    public short priority;
    public int recipients;
    public short halted;
    public String campaign;

    @Column(name = "accepted_at")
    public Instant acceptedAt;

    @Column(name = "send_at")
    public Instant sendAt;

    @Column(name = "expires_at")
    public Instant expiresAt;
}
