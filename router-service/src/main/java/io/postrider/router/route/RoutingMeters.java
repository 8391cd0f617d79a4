package io.postrider.router.route;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether the current routes and sites files are in use. Every meter is described in {@code infra/docs/metrics.md}. */
@ApplicationScoped
public class RoutingMeters {
    private final AtomicInteger fileRefused = new AtomicInteger();

    RoutingMeters(MeterRegistry registry) {
        Gauge.builder("postrider.router.file.refused", fileRefused::get)
                .description("1 while the routes or sites file has a fault and the last good one is in use")
                .register(registry);
    }

    /**
     * Whether the current routes or sites file is invalid: then the last good one is in use, and an operator must fix
     * the file.
     */
    public void fileRefused(boolean refused) {
        fileRefused.set(refused ? 1 : 0);
    }
}
