package io.postrider.sender.app;

import io.postrider.sender.settle.Settlement;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while too many unsaved outcomes stop the sending. */
@Readiness
@ApplicationScoped
class OutcomesCheck implements HealthCheck {
    private final Settlement settlement;
    private final int most;

    OutcomesCheck(Settlement settlement) {
        this.settlement = settlement;
        this.most = settlement.mostUnsaved();
    }

    @Override
    public HealthCheckResponse call() {
        int unsaved = settlement.unsaved();
        return HealthCheckResponse.named("unsaved outcomes")
                .status(unsaved < most)
                .withData("unsaved", unsaved)
                .withData("most", most)
                .build();
    }
}
