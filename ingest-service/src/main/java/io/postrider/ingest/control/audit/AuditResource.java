package io.postrider.ingest.control.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.postrider.ingest.model.Role;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.Problem;
import io.postrider.queue.QueueDepth;
import io.postrider.store.audit.Snapshot;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The audit over HTTP. */
@Singleton
@OfRole(Role.CONTROL)
@Path("/v1/audit")
@RolesAllowed(ApiScope.OPERATE)
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {
    private static final String CANCELED_STATEMENT = "57014";

    /** Time for the broker and the connection, in addition to the statements. */
    private static final Duration BESIDE = Duration.ofSeconds(25);

    private final Audit audit;
    private final Duration timeout;

    AuditResource(Audit audit, AuditSettings settings) {
        this.audit = audit;
        this.timeout = settings.timeout();
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            Instant at,
            @JsonProperty("took_ms") long tookMillis,
            long accepted,
            @JsonProperty("final") long ended,
            @JsonProperty("in_flight") long inFlight,
            long difference,
            Map<String, Long> deliveries,
            @JsonProperty("in_flight_by_place") Places places,
            long overdue,
            Long unaccounted,
            List<Queue> queues) {}

    record Places(long outbox, long broker, long dead) {}

    record Queue(String queue, long waiting, long scheduled, long delivering) {}

    @GET
    public Uni<View> audit() {
        return audit.balance()
                .map(AuditResource::view)
                .ifNoItem()
                .after(timeout.plus(BESIDE))
                .fail()
                .onFailure(AuditResource::tooSlow)
                .transform(late -> slow().refusal())
                .onFailure()
                .transform(DatabaseWork::refusal);
    }

    private static View view(AuditResult balance) {
        Snapshot snapshot = balance.snapshot();
        Map<String, Long> deliveries = new LinkedHashMap<>();
        snapshot.deliveries().forEach((state, count) -> deliveries.put(state.word(), count));
        return new View(
                snapshot.at(),
                balance.took().toMillis(),
                snapshot.accepted(),
                snapshot.ended(),
                snapshot.inFlight(),
                snapshot.difference(),
                deliveries,
                new Places(snapshot.outbox(), balance.broker(), snapshot.dead()),
                snapshot.overdue(),
                balance.unaccounted(),
                queues(balance.queues()));
    }

    private static List<Queue> queues(Collection<QueueDepth> queues) {
        return queues == null
                ? null
                : queues.stream()
                        .map(queue ->
                                new Queue(queue.address(), queue.waiting(), queue.scheduled(), queue.delivering()))
                        .toList();
    }

    private static boolean tooSlow(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof io.smallrye.mutiny.TimeoutException
                || failure instanceof PgException refused && CANCELED_STATEMENT.equals(refused.getSqlState());
    }

    private Problem slow() {
        return new Problem(
                503,
                "audit-too-slow",
                "The audit took too long",
                "It took longer than postrider.audit.timeout (%d s). Repeat it when there is less load, or raise the setting."
                        .formatted(timeout.toSeconds()),
                List.of(),
                timeout);
    }
}
