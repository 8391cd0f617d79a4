package io.postrider.router.app;

import io.postrider.router.route.Routing;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Reports "started" once the routes file has been loaded. */
@Startup
@ApplicationScoped
class StartCheck implements HealthCheck {
    private final Routing routing;

    StartCheck(Routing routing) {
        this.routing = routing;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("routes read")
                .up()
                .withData("routes", String.join(", ", routing.names()))
                .build();
    }
}
