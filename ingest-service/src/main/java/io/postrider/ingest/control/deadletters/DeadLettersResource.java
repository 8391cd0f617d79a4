package io.postrider.ingest.control.deadletters;

import io.postrider.ingest.model.Role;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.parameters.Cursor;
import io.postrider.ingest.web.parameters.PageSettings;
import io.postrider.ingest.web.parameters.PageSize;
import io.postrider.ingest.web.parameters.PathId;
import io.postrider.ingest.web.parameters.QueryParameters;
import io.postrider.mail.Batch;
import io.postrider.store.outbox.DeadLetters;
import io.postrider.store.outbox.StoredDeadLetter;
import io.postrider.text.OutsideText;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Dead letters and the decisions on them, over HTTP. */
@Singleton
@OfRole(Role.CONTROL)
@Path("/v1/dead-letters")
@RolesAllowed(ApiScope.OPERATE)
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {
    private static final Logger LOG = Logger.getLogger(DeadLettersResource.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Set<String> STATES = Set.of("waiting", "replayed", "discarded");
    private static final char LIST = 'l';

    private final DeadLetters deadLetters;
    private final DeadLetterDecision decision;
    private final DeadLetterMeters meters;
    private final int mostRows;

    DeadLettersResource(
            DeadLetters deadLetters, DeadLetterDecision decision, DeadLetterMeters meters, PageSettings settings) {
        this.mostRows = settings.page();
        this.deadLetters = deadLetters;
        this.decision = decision;
        this.meters = meters;
    }

    @GET
    public Uni<DeadLetterViews.Page> deadLetters(
            @QueryParam("state") String state,
            @QueryParam("cursor") String cursor,
            @QueryParam("limit") String limit,
            @Context RoutingContext call) {
        QueryParameters parameters = QueryParameters.of(call);
        int rows = PageSize.of(parameters, limit, mostRows);
        long before = Cursor.position(parameters, LIST, cursor, Long.MAX_VALUE, 0);
        if (state != null && !STATES.contains(state)) {
            parameters.fault("state", "must be waiting, replayed or discarded");
        }
        parameters.check();
        return DatabaseWork.within(
                LIMIT,
                deadLetters
                        .page(before == 0 ? Long.MAX_VALUE : before, state, rows)
                        .map(page -> page(page, rows)));
    }

    private static DeadLetterViews.Page page(List<StoredDeadLetter> page, int rows) {
        String next =
                page.size() < rows ? null : Cursor.of(LIST, page.get(rows - 1).place());
        return new DeadLetterViews.Page(
                page.stream().map(DeadLetterViews.Listed::of).toList(), next);
    }

    @GET
    @Path("/{id}")
    public Uni<DeadLetterViews.Whole> deadLetter(@PathParam("id") String id) {
        return DatabaseWork.within(
                LIMIT,
                deadLetters
                        .find(PathId.of(id, DeadLetterDecision::unknown))
                        .map(found -> whole(found.orElseThrow(
                                () -> DeadLetterDecision.unknown().refusal()))));
    }

    private static DeadLetterViews.Whole whole(StoredDeadLetter.Whole found) {
        Optional<Batch> batch = found.batch();
        return new DeadLetterViews.Whole(
                DeadLetterViews.Listed.of(found.deadLetter()),
                batch.isPresent() ? null : found.body(),
                batch.map(DeadLetterViews.Envelopes::of).orElse(null));
    }

    @POST
    @Path("/{id}/replay")
    public Uni<RestResponse<DeadLetterViews.Replayed>> replay(@PathParam("id") String id) {
        return DatabaseWork.within(LIMIT, decision.replay(PathId.of(id, DeadLetterDecision::unknown)))
                .map(made -> {
                    LOG.infof(
                            "dead letter %s of %s replayed for %d recipients",
                            id, OutsideText.forLog(made.deadLetter().origin()), made.recipients());
                    meters.deadDecided("replayed");
                    return RestResponse.status(
                            RestResponse.Status.ACCEPTED,
                            new DeadLetterViews.Replayed(made.deadLetter().id(), made.at(), made.recipients()));
                });
    }

    @DELETE
    @Path("/{id}")
    public Uni<DeadLetterViews.Discarded> discard(@PathParam("id") String id) {
        return DatabaseWork.within(LIMIT, decision.discard(PathId.of(id, DeadLetterDecision::unknown)))
                .map(made -> {
                    LOG.infof(
                            "dead letter %s of %s discarded, %d recipients cancelled",
                            id, OutsideText.forLog(made.deadLetter().origin()), made.recipients());
                    meters.deadDecided("discarded");
                    return new DeadLetterViews.Discarded(made.deadLetter().id(), made.at(), made.recipients());
                });
    }
}
