package io.postrider.sender.app;

import io.postrider.sender.deliver.Delivery;
import io.postrider.sender.deliver.route.RouteState;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Reports "started" once the routes file has been loaded. */
@Startup
@ApplicationScoped
class StartCheck implements HealthCheck {
    private final Delivery delivery;

    StartCheck(Delivery delivery) {
        this.delivery = delivery;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("routes read")
                .up()
                .withData(
                        "routes",
                        String.join(
                                ", ",
                                delivery.states().stream()
                                        .map(RouteState::route)
                                        .toList()))
                .build();
    }
}
