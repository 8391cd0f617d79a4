package io.postrider.ingest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Puts {@link Bodies} in the place of Quarkus' own reading. */
@Singleton
class BodyFilter {
    // Filters are made before there is an event loop.
    private final Instance<Bodies> bodies;

    BodyFilter(Instance<Bodies> bodies) {
        this.bodies = bodies;
    }

    @ServerRequestFilter(preMatching = true)
    Uni<Void> read(RoutingContext context) {
        if (Bodies.none(context.request())) {
            return Uni.createFrom().voidItem();
        }
        if (encoded(context.request())) {
            bodies.get().throwAway(context.request(), 0);
            // RFC 9110, 12.5.3: the answer says what is taken.
            context.response().putHeader(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
            return Uni.createFrom().failure(Problem.encodedBody().refusal());
        }
        return bodies.get()
                .read(context)
                .invoke(body -> body.carriedBy(context))
                .replaceWithVoid();
    }

    /** Whether the body is compressed: nothing here unpacks it, so that a small body stays small. */
    private static boolean encoded(HttpServerRequest request) {
        for (String coding : request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING)) {
            if (!HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding.strip())) {
                return true;
            }
        }
        return false;
    }
}
