package io.postrider.ingest;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
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
    Uni<Void> read(ContainerRequestContext call, RoutingContext context) {
        if (Bodies.none(context.request())) {
            return Uni.createFrom().voidItem();
        }
        return bodies.get()
                .read(context)
                .invoke(body -> call.setEntityStream(new ByteArrayInputStream(body)))
                .replaceWithVoid();
    }
}
