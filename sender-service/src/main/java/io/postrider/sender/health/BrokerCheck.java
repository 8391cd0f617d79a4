package io.postrider.sender.health;

import io.postrider.broker.BrokerLink;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without the broker there is nothing to send. */
@Readiness
@ApplicationScoped
class BrokerCheck implements HealthCheck {
    private final BrokerLink link;

    BrokerCheck(BrokerLink link) {
        this.link = link;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("broker link")
                .status(link.up())
                .withData("link", link.lastFailure().orElse("up"))
                .build();
    }
}
