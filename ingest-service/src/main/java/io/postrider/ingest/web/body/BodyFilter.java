package io.postrider.ingest.web.body;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.postrider.ingest.web.parameters.QueryParameterFilter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Replaces Quarkus' own body reading by {@link BodyReader}. A body is read only after a resource was matched and the
 * path, method, media type, scope and parameters were checked. If the call is refused before, its body is discarded
 * while the answer is sent.
 */
@Singleton
class BodyFilter {
    /** After {@link QueryParameterFilter}. */
    private static final int PRIORITY = Priorities.USER + 1;

    private static final String TAKEN = BodyFilter.class.getName();

    // Filters are created before there is an event loop.
    private final Instance<BodyReader> bodies;

    BodyFilter(Instance<BodyReader> bodies) {
        this.bodies = bodies;
    }

    @ServerRequestFilter(priority = PRIORITY)
    Uni<Void> read(RoutingContext context) {
        if (BodyReader.none(context.request())) {
            return Uni.createFrom().voidItem();
        }
        if (encoded(context.request())) {
            // RFC 9110, 12.5.3: the answer states what is accepted.
            context.response().putHeader(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
            return Uni.createFrom().failure(BodyProblems.encoded().refusal());
        }
        context.put(TAKEN, true);
        return bodies.get()
                .read(context)
                .invoke(body -> body.carriedBy(context))
                .replaceWithVoid();
    }

    @ServerResponseFilter
    void leave(RoutingContext context) {
        HttpServerRequest request = context.request();
        // Calls whose body no resource needs are answered on other threads than that of their connection; then Vert.x
        // reads the body.
        if (context.get(TAKEN) == null && !BodyReader.none(request) && !request.isEnded()) {
            bodies.get().throwAway(request, 0);
        }
    }

    /** Whether the body is compressed: it is never decompressed, so that a small body stays small. */
    private static boolean encoded(HttpServerRequest request) {
        for (String coding : request.headers().getAll(HttpHeaderNames.CONTENT_ENCODING)) {
            if (!HttpHeaderValues.IDENTITY.contentEqualsIgnoreCase(coding.strip())) {
                return true;
            }
        }
        return false;
    }
}
