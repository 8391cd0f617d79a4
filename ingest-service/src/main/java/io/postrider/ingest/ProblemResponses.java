package io.postrider.ingest;

import io.postrider.ledger.Outage;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a call as a problem document. What we have not foreseen is a 500 that tells the client nothing. */
@Singleton
class ProblemResponses {
    private static final Logger LOG = Logger.getLogger(ProblemResponses.class);

    private final Meters meters;

    ProblemResponses(Meters meters) {
        this.meters = meters;
    }

    @ServerExceptionMapper
    RestResponse<byte[]> refusal(Problem.Refusal refusal) {
        return response(refusal.problem());
    }

    @ServerExceptionMapper
    RestResponse<byte[]> notFound(NotFoundException e) {
        return response(Problem.notFound("No call has this path; see /q/openapi."));
    }

    @ServerExceptionMapper
    RestResponse<byte[]> notSupported(NotSupportedException e) {
        return response(Problem.unsupportedMediaType());
    }

    @ServerExceptionMapper
    RestResponse<byte[]> other(WebApplicationException e) {
        Response original = e.getResponse();
        Response.StatusType status = original.getStatusInfo();
        String title = status.getReasonPhrase();
        String reason = title.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
        RestResponse.ResponseBuilder<byte[]> answer = builder(Problem.of(status.getStatusCode(), reason, title, null));
        if (e instanceof NotAllowedException) {
            answer.header(HttpHeaders.ALLOW, original.getHeaderString(HttpHeaders.ALLOW));
        }
        return answer.build();
    }

    @ServerExceptionMapper
    RestResponse<byte[]> unforeseen(Throwable failure) {
        if (databaseAway(failure)) {
            LOG.debugf("PostgreSQL does not answer: %s", failure.getMessage());
            return response(Problem.databaseAway());
        }
        LOG.error("a call failed", failure);
        return response(Problem.of(500, "internal", "Something went wrong here", "It is logged. Try it again later."));
    }

    private static boolean databaseAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException) {
                return Outage.mayPass(cause);
            }
            if (cause instanceof IOException || cause instanceof TimeoutException || cause instanceof VertxException) {
                return true;
            }
        }
        return false;
    }

    private RestResponse<byte[]> response(Problem problem) {
        return builder(problem).build();
    }

    private RestResponse.ResponseBuilder<byte[]> builder(Problem problem) {
        meters.refused(problem.reason());
        RestResponse.ResponseBuilder<byte[]> answer = RestResponse.ResponseBuilder.create(
                RestResponse.Status.fromStatusCode(problem.status()), problem.bytes());
        answer.header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (problem.retryAfter() != null) {
            answer.header(HttpHeaders.RETRY_AFTER, problem.retryAfter().toSeconds());
        }
        return answer;
    }
}
