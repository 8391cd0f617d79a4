package io.postrider.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * A request without Host (RFC 9112, 3.2) gets a problem document. The framework refuses it too, but as a failure of ours,
 * with an ERROR line in the log for each.
 */
@Singleton
class MissingHost {
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(MissingHost::answer);
    }

    private static void answer(RoutingContext call) {
        if (call.statusCode() != HttpResponseStatus.BAD_REQUEST.code()
                || call.request().authority() != null
                || call.response().headWritten()) {
            call.next();
            return;
        }
        Problem problem = Problem.of(400, "no-host", "The request has no Host", "Send one Host field.");
        call.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                // Its body is not read.
                .putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .end(Buffer.buffer(problem.bytes()));
    }
}
