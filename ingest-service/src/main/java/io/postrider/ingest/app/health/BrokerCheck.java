package io.postrider.ingest.app.health;

import io.postrider.queue.LaneConnections;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports the state of the link, and is always up: while the broker is away, mail is accepted and kept in the outbox.
 */
@Readiness
@Singleton
class BrokerCheck implements HealthCheck {
    private final LaneConnections links;

    BrokerCheck(LaneConnections links) {
        this.links = links;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("broker").up();
        response.withData("link", links.up() ? "up" : "down");
        links.lastFailure().ifPresent(failure -> response.withData("failure", failure));
        return response.build();
    }
}
