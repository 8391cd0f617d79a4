package io.postrider.router.app;

import io.postrider.queue.LaneConnections;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without the broker there is nothing to route. */
@Readiness
@ApplicationScoped
class BrokerCheck implements HealthCheck {
    private final LaneConnections links;

    BrokerCheck(LaneConnections links) {
        this.links = links;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broker link")
                .status(links.up())
                .withData("link", links.lastFailure().orElse("up"))
                .build();
    }
}
