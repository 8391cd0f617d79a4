package io.postrider.ingest.app.health;

import io.postrider.ingest.model.OutboxLag;
import io.postrider.ingest.model.Role;
import io.postrider.ingest.model.RoleSettings;
import io.postrider.mail.Lane;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Reports how far dispatch is behind, and is always up: another replica would be equally behind. */
@Readiness
@Singleton
class OutboxCheck implements HealthCheck {
    private final OutboxLag lag;
    private final boolean enabled;

    OutboxCheck(OutboxLag lag, RoleSettings settings) {
        this.lag = lag;
        this.enabled = settings.roles().contains(Role.INTAKE);
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("outbox").up();
        if (!enabled) {
            return response.withData("role", "off").build();
        }
        for (Lane lane : Lane.values()) {
            response.withData(lane.word() + "_lag_seconds", lag.seconds(lane));
        }
        return response.build();
    }
}
