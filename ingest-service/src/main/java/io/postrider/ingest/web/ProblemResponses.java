package io.postrider.ingest.web;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every failure of a call into a problem document. Unexpected exceptions become a 500 without details; the log has them. */
@Singleton
class ProblemResponses {
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);

    private final WebMeters meters;
    private final Instance<ResourceMethods> resources;

    ProblemResponses(WebMeters meters, Instance<ResourceMethods> resources) {
        this.meters = meters;
        this.resources = resources;
    }

    @ServerExceptionMapper
    RestResponse<byte[]> refusal(Problem.Refusal refusal, RoutingContext call) {
        return builder(refusal.problem(), call).build();
    }

    @ServerExceptionMapper
    RestResponse<byte[]> notFound(NotFoundException e, RoutingContext call) {
        return builder(Problem.notFound("The API has no such path. See /openapi.yaml for all paths."), call)
                .build();
    }

    @ServerExceptionMapper
    RestResponse<byte[]> notSupported(NotSupportedException e, RoutingContext call) {
        return builder(
                        Problem.of(
                                415,
                                "unsupported-media-type",
                                "The body is not declared as JSON",
                                "Send JSON with \"Content-Type: application/json\". Forms are not accepted."),
                        call)
                .build();
    }

    @ServerExceptionMapper
    RestResponse<byte[]> notAllowed(NotAllowedException e, UriInfo uri, RoutingContext call) {
        // RFC 9110, 15.5.6: the answer lists the supported methods.
        String allowed = resources.get().allowedOn(uri.getPath());
        Problem problem = Problem.of(
                405, "method-not-allowed", "The path does not support this method", "Use %s.".formatted(allowed));
        return builder(problem, call).header(HttpHeaders.ALLOW, allowed).build();
    }

    @ServerExceptionMapper
    RestResponse<byte[]> notAcceptable(NotAcceptableException e, RoutingContext call) {
        Problem problem = Problem.of(
                406,
                "not-acceptable",
                "No response of this media type",
                "Responses are JSON. Send \"Accept: application/json\".");
        return builder(problem, call).build();
    }

    @ServerExceptionMapper
    RestResponse<byte[]> other(WebApplicationException e, RoutingContext call) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        String title = status.getReasonPhrase();
        String reason = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        return builder(Problem.of(status.getStatusCode(), reason, title, null), call)
                .build();
    }

    /**
     * The body was cut off or exceeded its limit while it was read; in the second case the answer is already being
     * sent.
     */
    @ServerExceptionMapper
    RestResponse<byte[]> unreadable(IOException e, RoutingContext call) {
        LOG.debugf("a body cannot be read: %s", e.getMessage());
        return builder(Problem.malformed("The body ended early. Repeat the request with the whole body."), call)
                .build();
    }

    @ServerExceptionMapper
    RestResponse<byte[]> unforeseen(Throwable failure, RoutingContext call) {
        LOG.errorf(failure, "call %s failed", RequestId.of(call));
        Problem problem = Problem.of(
                500,
                "internal",
                "Internal error",
                "The log has the cause under the request_id. Repeat the request later.");
        return builder(problem, call).build();
    }

    private RestResponse.ResponseBuilder<byte[]> builder(Problem problem, RoutingContext call) {
        meters.refused(problem.reason());
        call.put(Problem.REASON, problem.reason());
        RestResponse.ResponseBuilder<byte[]> answer = RestResponse.ResponseBuilder.<byte[]>create(
                        problem.status(), problem.title())
                .entity(problem.bytes(RequestId.of(call)))
                .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (problem.retryAfter() != null) {
            answer.header(HttpHeaders.RETRY_AFTER, problem.retryAfter().toSeconds());
        }
        return answer;
    }
}
