package io.postrider.router.app;

import io.postrider.router.route.Routing;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready with the last good routes; the data report an unusable file. */
@Readiness
@ApplicationScoped
class RoutesCheck implements HealthCheck {
    private final Routing routing;

    RoutesCheck(Routing routing) {
        this.routing = routing;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("routes")
                .up()
                .withData("routes", String.join(", ", routing.names()))
                .withData("file", routing.fault().orElse("in use"))
                .build();
    }
}
