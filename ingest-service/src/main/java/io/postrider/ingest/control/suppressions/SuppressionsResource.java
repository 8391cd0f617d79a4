package io.postrider.ingest.control.suppressions;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.CallerIdentity;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.Problem.Fault;
import io.postrider.ingest.web.body.LargeBody;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.ingest.web.json.ReasonBody;
import io.postrider.ingest.web.parameters.Cursor;
import io.postrider.ingest.web.parameters.PageSettings;
import io.postrider.ingest.web.parameters.PageSize;
import io.postrider.ingest.web.parameters.QueryParameters;
import io.postrider.store.suppressions.Suppression;
import io.postrider.store.suppressions.SuppressionList;
import io.postrider.store.suppressions.SuppressionRemoval;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;

/** Suppressions over HTTP. */
@Singleton
@OfRole(Role.CONTROL)
@Path("/v1/suppressions")
@RolesAllowed(ApiScope.READ)
@Produces(MediaType.APPLICATION_JSON)
public class SuppressionsResource {
    /** The reason of a suppression for which the client gives none. */
    static final String NO_REASON = "manual";

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final char SUPPRESSIONS = 's';
    private static final char REMOVALS = 'r';

    private final SuppressionList list;
    private final Clock clock;
    private final int mostRows;

    SuppressionsResource(SuppressionList list, Clock clock, PageSettings settings) {
        this.list = list;
        this.clock = clock;
        this.mostRows = settings.page();
    }

    @GET
    public Uni<SuppressionViews.Page> suppressions(
            @QueryParam("cursor") String cursor, @QueryParam("limit") String limit, @Context RoutingContext call) {
        QueryParameters parameters = QueryParameters.of(call);
        int rows = PageSize.of(parameters, limit, mostRows);
        String after = Cursor.text(parameters, SUPPRESSIONS, cursor);
        parameters.check();
        return DatabaseWork.within(LIMIT, list.page(after, rows).map(page -> page(page, rows)));
    }

    private static SuppressionViews.Page page(List<Suppression> page, int rows) {
        return new SuppressionViews.Page(
                page.stream().map(SuppressionViews.Listed::of).toList(),
                page.size() < rows
                        ? null
                        : Cursor.of(SUPPRESSIONS, page.get(rows - 1).of()));
    }

    @GET
    @Path("/{address}")
    public Uni<SuppressionViews.Listed> suppression(@PathParam("address") String address) {
        return DatabaseWork.within(
                LIMIT,
                list.holding(key(address))
                        .map(found -> found.map(SuppressionViews.Listed::of)
                                .orElseThrow(
                                        () -> SuppressionsResource.unknown().refusal())));
    }

    @PUT
    @Path("/{address}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ApiScope.MANAGE)
    public Uni<RestResponse<SuppressionViews.Listed>> suppress(
            @PathParam("address") String address, @Context RoutingContext call) {
        String key = key(address);
        String reason = ReasonBody.of(RequestBody.of(call));
        return DatabaseWork.within(LIMIT, list.add(key, reason == null ? NO_REASON : reason))
                .map(done -> RestResponse.status(
                        done.added() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                        SuppressionViews.Listed.of(done.suppression())));
    }

    @DELETE
    @Path("/{address}")
    @RolesAllowed(ApiScope.MANAGE)
    public Uni<SuppressionViews.Removal> remove(@PathParam("address") String address, @Context RoutingContext call) {
        return DatabaseWork.within(
                LIMIT,
                list.remove(key(address), CallerIdentity.apiKeyOf(call))
                        .map(removed -> removed.map(SuppressionViews.Removal::of)
                                .orElseThrow(() -> Problem.notFound(
                                                "This address is not suppressed. If its whole domain is suppressed,"
                                                        + " delete the suppression of the domain instead, for example @mail.example.")
                                        .refusal())));
    }

    @POST
    @LargeBody
    @Path("/import")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(ApiScope.MANAGE)
    public Uni<SuppressionViews.Imported> importAll(@Context RoutingContext call) {
        RequestBody body = RequestBody.of(call);
        return body.during(Uni.createFrom()
                .item(() -> ImportReader.read(body, clock.instant()))
                // Converting non-ASCII domains takes some time each.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(read -> DatabaseWork.within(LIMIT, list.add(read.imported()))
                        .map(added -> new SuppressionViews.Imported(
                                added, read.given() - read.refused() - added, read.refused(), read.faults()))));
    }

    @GET
    @Path("/removals")
    public Uni<SuppressionViews.Removals> removals(
            @QueryParam("email") String email,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit,
            @Context RoutingContext call) {
        QueryParameters parameters = QueryParameters.of(call);
        int rows = PageSize.of(parameters, limit, mostRows);
        long before = Cursor.position(parameters, REMOVALS, cursor, Long.MAX_VALUE, 0);
        String key = SuppressedAddress.key(email);
        if (email != null && key == null) {
            parameters.fault("email", SuppressedAddress.WANTED);
        }
        parameters.check();
        return DatabaseWork.within(
                LIMIT,
                list.removals(key, before == 0 ? Long.MAX_VALUE : before, rows).map(page -> removals(page, rows)));
    }

    private static SuppressionViews.Removals removals(List<SuppressionRemoval> page, int rows) {
        return new SuppressionViews.Removals(
                page.stream().map(SuppressionViews.Removal::of).toList(),
                page.size() < rows
                        ? null
                        : Cursor.of(REMOVALS, page.get(rows - 1).place()));
    }

    private static String key(String address) {
        String key = SuppressedAddress.key(address);
        if (key == null) {
            throw Problem.invalid(List.of(Fault.ofParameter("address", "in the path: " + SuppressedAddress.WANTED)))
                    .refusal();
        }
        return key;
    }

    private static Problem unknown() {
        return Problem.notFound("This address is not suppressed.");
    }
}
