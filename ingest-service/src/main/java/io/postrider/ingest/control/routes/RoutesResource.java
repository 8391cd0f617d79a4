package io.postrider.ingest.control.routes;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.body.RequestBody;
import io.postrider.ingest.web.json.ReasonBody;
import io.postrider.store.routes.Suspensions;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Returns the state of the routes; suspends and resumes a route. */
@Singleton
@OfRole(Role.CONTROL)
@Path("/v1/routes")
@RolesAllowed(ApiScope.OPERATE)
@Produces(MediaType.APPLICATION_JSON)
public class RoutesResource {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final RouteQuery query;
    private final Suspensions suspensions;

    RoutesResource(RouteQuery query, Suspensions suspensions) {
        this.query = query;
        this.suspensions = suspensions;
    }

    @GET
    public Uni<RouteViews.Routes> routes() {
        return DatabaseWork.within(LIMIT, query.execute().map(known -> new RouteViews.Routes(RouteQuery.list(known))));
    }

    /** While no sender is running the routes are unknown, so a decision is accepted unchecked. */
    @POST
    @Path("/{name}/suspend")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<RouteViews.Route> suspend(@PathParam("name") String name, @Context RoutingContext call) {
        String reason = ReasonBody.of(RequestBody.of(call));
        return DatabaseWork.within(
                LIMIT, decided(name, known -> known.has(name) || !known.reported(), suspensions.suspend(name, reason)));
    }

    @POST
    @Path("/{name}/resume")
    public Uni<RouteViews.Route> resume(@PathParam("name") String name) {
        return DatabaseWork.within(LIMIT, decided(name, known -> known.has(name), suspensions.resume(name)));
    }

    private Uni<RouteViews.Route> decided(String name, Predicate<RouteQuery.Known> exists, Uni<Void> decision) {
        if (!NAME.matcher(name).matches()) {
            throw unknown().refusal();
        }
        return query.execute()
                .invoke(known -> {
                    if (!exists.test(known)) {
                        throw unknown().refusal();
                    }
                })
                .chain(known -> decision)
                .chain(query::execute)
                .map(known -> known.has(name)
                        ? known.routes().get(name)
                        : new RouteViews.Route(name, null, List.of(), List.of(), List.of()));
    }

    private static Problem unknown() {
        return Problem.notFound(
                "No running sender has a route of this name, and none of this name is suspended. See GET /v1/routes.");
    }
}
