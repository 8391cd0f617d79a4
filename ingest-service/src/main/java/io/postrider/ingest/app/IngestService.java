package io.postrider.ingest.app;

import io.postrider.ingest.intake.accept.Accept;
import io.postrider.ingest.intake.accept.AcceptMeters;
import io.postrider.ingest.intake.accept.Accepted;
import io.postrider.ingest.intake.dispatch.Dispatch;
import io.postrider.ingest.intake.submit.Submit;
import io.postrider.ingest.model.IdempotencyKey;
import io.postrider.ingest.model.MessageSubmitter;
import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.Submission;
import io.postrider.ingest.web.ApiScope;
import io.postrider.ingest.web.CallerIdentity;
import io.postrider.ingest.web.OfRole;
import io.postrider.ingest.web.body.LargeBody;
import io.postrider.ingest.web.body.RequestBody;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.RestResponse;

/** The path of a message through this service: submit, accept, dispatch. The 202 says that it is committed. */
@Singleton
@OfRole(Role.INTAKE)
@Path("/v1/messages")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class IngestService implements MessageSubmitter {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String ID_FIELD = "{\"id\":\"";
    private static final int ID_LENGTH = 36;

    private final Submit submit;
    private final Accept accept;
    private final Dispatch dispatch;
    private final AcceptMeters meters;

    public IngestService(Submit submit, Accept accept, Dispatch dispatch, AcceptMeters meters) {
        this.submit = submit;
        this.accept = accept;
        this.dispatch = dispatch;
        this.meters = meters;
    }

    @POST
    @LargeBody
    @RolesAllowed(ApiScope.SEND)
    public Uni<RestResponse<byte[]>> message(@Context RoutingContext call, @HeaderParam(IDEMPOTENCY_KEY) String key) {
        RequestBody body = RequestBody.of(call);
        return body.during(submit.message(body, keyOf(call, key)).chain(this::take))
                .map(IngestService::answer);
    }

    @POST
    @LargeBody
    @RolesAllowed(ApiScope.SEND)
    @Path("/batch")
    public Uni<RestResponse<byte[]>> batch(@Context RoutingContext call, @HeaderParam(IDEMPOTENCY_KEY) String key) {
        RequestBody body = RequestBody.of(call);
        return body.during(submit.batch(body, keyOf(call, key)).chain(this::take))
                .map(IngestService::answer);
    }

    private static IdempotencyKey keyOf(RoutingContext call, String key) {
        return key == null ? null : new IdempotencyKey(CallerIdentity.apiKeyOf(call), key);
    }

    @Override
    public Uni<Void> send(Submission submission) {
        return take(submission).replaceWithVoid();
    }

    private Uni<Accepted> take(Submission submission) {
        return accept.accept(submission).invoke(accepted -> {
            meters.accepted(submission, accepted.repeated());
            dispatch.handOver(accepted.batches());
        });
    }

    private static RestResponse<byte[]> answer(Accepted accepted) {
        RestResponse.ResponseBuilder<byte[]> response = RestResponse.ResponseBuilder.create(
                RestResponse.Status.ACCEPTED, accepted.answer().getBytes(StandardCharsets.UTF_8));
        if (accepted.answer().startsWith(ID_FIELD)) {
            String id = accepted.answer().substring(ID_FIELD.length(), ID_FIELD.length() + ID_LENGTH);
            response.header(HttpHeaders.LOCATION, "/v1/messages/" + id);
        }
        return response.build();
    }
}
