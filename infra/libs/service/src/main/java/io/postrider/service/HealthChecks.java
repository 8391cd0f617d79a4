package io.postrider.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Health checks of services that receive batches from the broker and use routes. Each service produces those it needs.
 */
public final class HealthChecks {
    private HealthChecks() {}

    /**
     * Down while a connection to the broker is down.
     *
     * @param lastFailure why it is down
     */
    public static HealthCheck broker(BooleanSupplier up, Supplier<Optional<String>> lastFailure) {
        return () -> HealthCheckResponse.named("broker link")
                .status(up.getAsBoolean())
                .withData("link", lastFailure.get().orElse("up"))
                .build();
    }

    /**
     * Up with the last good routes; the data reports an unusable file.
     *
     * @param states known states of the routes, by name
     * @param fault why the current version of a file is not used
     */
    public static HealthCheck routes(Supplier<Map<String, String>> states, Supplier<Optional<String>> fault) {
        return () -> {
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("routes").up();
            states.get().forEach(answer::withData);
            return answer.withData("file", fault.get().orElse("in use")).build();
        };
    }

    /** Reports "started" once the routes file has been loaded: until then the names cannot be had. */
    public static HealthCheck routesRead(Supplier<List<String>> names) {
        return () -> HealthCheckResponse.named("routes read")
                .up()
                .withData("routes", String.join(", ", names.get()))
                .build();
    }
}
