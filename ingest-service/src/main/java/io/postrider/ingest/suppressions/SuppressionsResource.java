package io.postrider.ingest.suppressions;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.postrider.contract.AddressKey;
import io.postrider.ingest.Problem;
import io.postrider.ingest.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;

/** Who must not be mailed. */
@Singleton
@Path("/v1/suppressions")
@RolesAllowed(Scope.READ)
@Produces(MediaType.APPLICATION_JSON)
public class SuppressionsResource {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int ADDRESS_LENGTH = 254;
    private static final String SQL = "select email, reason, origin, created_at from suppression where email = $1";

    private final Pool pool;

    SuppressionsResource(Pool pool) {
        this.pool = pool;
    }

    /** @param email as it is kept ({@link AddressKey}); or {@code @} and a domain */
    record Suppression(
            String email,
            String reason,
            String origin,
            @JsonProperty("created_at") Instant createdAt) {}

    @GET
    public Uni<Suppression> suppression(@QueryParam("email") String email) {
        if (email == null || !email.contains("@") || email.length() > ADDRESS_LENGTH || email.indexOf('\0') >= 0) {
            throw Problem.invalid("email: give an address, such as ?email=ann@mail.example.")
                    .refusal();
        }
        return pool.preparedQuery(SQL)
                .execute(Tuple.of(AddressKey.of(email)))
                .map(SuppressionsResource::only)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .transform(Problem::ofFailure);
    }

    private static Suppression only(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw Problem.notFound("This address is not suppressed.").refusal();
        }
        Row row = rows.iterator().next();
        return new Suppression(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getOffsetDateTime(3).toInstant());
    }
}
