package io.postrider.router.app;

import io.postrider.queue.LaneConnections;
import io.postrider.router.route.Routing;
import io.postrider.service.HealthChecks;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Readiness of router-service: it needs the broker, PostgreSQL and a valid routes file. */
class RouterHealth {
    @Produces
    @Readiness
    @Singleton
    HealthCheck broker(LaneConnections connections) {
        return HealthChecks.broker(connections::up, connections::lastFailure);
    }

    @Produces
    @Readiness
    @Singleton
    HealthCheck routes(Routing routing) {
        return HealthChecks.routes(() -> Map.of("routes", String.join(", ", routing.names())), routing::fault);
    }

    @Produces
    @Startup
    @Singleton
    HealthCheck routesRead(Routing routing) {
        return HealthChecks.routesRead(routing::names);
    }
}
