package io.postrider.sender.app;

import io.postrider.queue.LaneConnections;
import io.postrider.sender.deliver.Delivery;
import io.postrider.sender.deliver.route.RouteState;
import io.postrider.service.HealthChecks;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What sender-service needs. An unreachable route is reported, but does not affect readiness: its mail is deferred. */
class SenderHealth {
    @Produces
    @Readiness
    @Singleton
    HealthCheck broker(LaneConnections connections) {
        return HealthChecks.broker(connections::up, connections::lastFailure);
    }

    @Produces
    @Readiness
    @Singleton
    HealthCheck routes(Delivery delivery) {
        return HealthChecks.routes(() -> states(delivery), delivery::fault);
    }

    @Produces
    @Startup
    @Singleton
    HealthCheck routesRead(Delivery delivery) {
        return HealthChecks.routesRead(
                () -> delivery.states().stream().map(RouteState::route).toList());
    }

    private static Map<String, String> states(Delivery delivery) {
        Map<String, String> states = new LinkedHashMap<>();
        for (RouteState route : delivery.states()) {
            String state = "breaker %s, %d connections, %d waiting"
                    .formatted(
                            route.breaker(),
                            route.figures().connections(),
                            route.figures().waiting());
            String trouble = route.obstacle() == null ? route.fault() : route.obstacle();
            states.put(route.route(), trouble == null ? state : state + ": " + trouble);
        }
        return states;
    }
}
