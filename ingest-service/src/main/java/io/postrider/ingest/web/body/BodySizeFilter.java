package io.postrider.ingest.web.body;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.RequestId;
import io.postrider.ingest.web.WebMeters;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Refuses a body whose Content-Length exceeds the limit, with a problem document. */
@Singleton
class BodySizeFilter {
    /** After the key was checked, and before Quarkus' own limit, which answers without a problem document. */
    private static final int PRIORITY = SecurityHandlerPriorities.AUTHORIZATION / 2;

    private final BodyReader bodies;
    private final WebMeters meters;

    BodySizeFilter(BodyReader bodies, WebMeters meters) {
        this.bodies = bodies;
        this.meters = meters;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext call) {
        Problem problem = bodies.tooLarge(call);
        if (problem == null) {
            call.next();
            return;
        }
        meters.refused(problem.reason());
        bodies.throwAway(call.request(), 0);
        call.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(Buffer.buffer(problem.bytes(RequestId.of(call))));
    }
}
