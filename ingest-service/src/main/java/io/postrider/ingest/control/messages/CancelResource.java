package io.postrider.ingest.control.messages;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.postrider.ingest.model.Role;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.CallerIdentity;
import io.postrider.ingest.web.DatabaseWork;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.parameters.PathId;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** Cancels the mails of a message that have not been handed to a mail server. */
@Singleton
@OfRole(Role.CONTROL)
@Path("/v1/messages")
@RolesAllowed(ApiScope.SEND)
@Produces(MediaType.APPLICATION_JSON)
public class CancelResource {
    private static final Logger LOG = Logger.getLogger(CancelResource.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Cancellation cancelling;

    CancelResource(Cancellation cancelling) {
        this.cancelling = cancelling;
    }

    /** @param inFlight recipients without a final state */
    record Cancelled(
            UUID id,
            String state,
            @JsonProperty("in_flight") long inFlight) {}

    @POST
    @Path("/{id}/cancel")
    public Uni<RestResponse<Cancelled>> cancel(@PathParam("id") String id, @Context RoutingContext call) {
        UUID message = PathId.of(id, Cancellation::unknown);
        return DatabaseWork.within(LIMIT, cancelling.cancel(message))
                .invoke(inFlight -> LOG.infof(
                        "message %s cancelled by key %s with %d recipients in flight",
                        message, CallerIdentity.apiKeyOf(call), inFlight))
                .map(inFlight -> RestResponse.status(
                        RestResponse.Status.ACCEPTED, new Cancelled(message, "cancelled", inFlight)));
    }
}
