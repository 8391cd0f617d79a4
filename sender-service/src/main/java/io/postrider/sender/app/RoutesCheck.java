package io.postrider.sender.app;

import io.postrider.sender.deliver.Delivery;
import io.postrider.sender.deliver.route.RouteState;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** The state of each route. An unreachable route is reported, but does not affect readiness: its mail is deferred. */
@Readiness
@ApplicationScoped
class RoutesCheck implements HealthCheck {
    private final Delivery delivery;

    RoutesCheck(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("routes").up();
        for (RouteState route : delivery.states()) {
            String state = "breaker %s, %d connections, %d waiting"
                    .formatted(
                            route.breaker(),
                            route.figures().connections(),
                            route.figures().waiting());
            String trouble = route.obstacle() == null ? route.fault() : route.obstacle();
            answer.withData(route.route(), trouble == null ? state : state + ": " + trouble);
        }
        return answer.withData("file", delivery.fault().orElse("in use")).build();
    }
}
