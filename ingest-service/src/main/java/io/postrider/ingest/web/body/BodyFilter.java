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
 * Puts {@link BodyReader} in the place of Quarkus' own reading. A body is read for a resource that takes the call: after the path, the
 * method, the type, the scope of the key and the parameters. A body that is refused before is discarded while its answer is sent.
 */
@Singleton
class BodyFilter {
    /** Behind {@link QueryParameterFilter}. */
    private static final int PRIORITY = Priorities.USER + 1;

    private static final String TAKEN = BodyFilter.class.getName();

    // Filters are made before there is an event loop.
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
            // RFC 9110, 12.5.3: the answer says what is taken.
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
        // Calls whose body nobody looks for are answered on other threads than that of their connection; Vert.x reads
        // it then.
        if (context.get(TAKEN) == null && !BodyReader.none(request) && !request.isEnded()) {
            bodies.get().throwAway(request, 0);
        }
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
