package io.postrider.ingest;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Gives the resource the body that {@link Bodies} has read. Made before there is an event loop, hence a class of its own. */
@Singleton
class BodyHandover {
    private static final String BODY = "postrider.body";

    static void keep(RoutingContext call, byte[] body) {
        call.put(BODY, body);
    }

    @ServerRequestFilter(preMatching = true)
    void give(ContainerRequestContext to, RoutingContext call) {
        byte[] body = call.remove(BODY);
        if (body != null) {
            to.setEntityStream(new ByteArrayInputStream(body));
        }
    }
}
