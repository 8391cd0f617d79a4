package io.postrider.ingest.control.requeue;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.postrider.ingest.model.Role;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.Timestamps;
import io.postrider.ingest.web.parameters.Cursor;
import io.postrider.ingest.web.parameters.PageSettings;
import io.postrider.ingest.web.parameters.PageSize;
import io.postrider.ingest.web.parameters.QueryParameters;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Requeues mail after the broker has lost its journal. */
@Singleton
@OfRole(Role.CONTROL)
@Path("/v1/refill")
@RolesAllowed(ApiScope.OPERATE)
@Produces(MediaType.APPLICATION_JSON)
public class RequeueResource {
    private static final Logger LOG = Logger.getLogger(RequeueResource.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final char BATCHES = 'b';
    private static final UUID FIRST = new UUID(0, 0);

    private final RequeueRun refill;
    private final Clock clock;
    private final int mostRows;

    RequeueResource(RequeueRun refill, Clock clock, PageSettings settings) {
        this.refill = refill;
        this.clock = clock;
        this.mostRows = settings.page();
    }

    /**
     * @param batches number of batches checked
     * @param recipients number of recipients requeued
     * @param nextCursor null on the last page
     */
    record View(
            int batches,
            int recipients,
            @JsonProperty("next_cursor") String nextCursor) {}

    @POST
    public Uni<View> refill(
            @QueryParam("published_before") String publishedBefore,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit,
            @Context RoutingContext call) {
        QueryParameters parameters = QueryParameters.of(call);
        int rows = PageSize.of(parameters, limit, mostRows);
        UUID after = Cursor.position(parameters, BATCHES, cursor, FIRST);
        Instant before = past(parameters, publishedBefore);
        parameters.check();
        return DatabaseWork.within(
                LIMIT,
                refill.page(after, before, rows)
                        .map(done -> view(done, rows))
                        .invoke(view -> LOG.infof(
                                "refill of batches published before %s: %d recipients of %d batches requeued",
                                before, view.recipients(), view.batches())));
    }

    private static View view(RequeueRun.Done done, int rows) {
        boolean more = done.batches() == rows;
        return new View(done.batches(), done.recipients(), more ? Cursor.of(BATCHES, done.last()) : null);
    }

    private Instant past(QueryParameters parameters, String time) {
        Instant past = Timestamps.read(time)
                .filter(moment -> !moment.isAfter(clock.instant()) && moment.isAfter(Instant.EPOCH))
                .orElse(null);
        if (past == null) {
            parameters.fault(
                    "published_before",
                    "give a past time with its offset, such as 2030-12-01T09:00:00Z, at which the old broker was down and the new"
                            + " one had not started");
        }
        return past;
    }
}
