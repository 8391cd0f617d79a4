package io.postrider.ingest.app.health;

import io.postrider.store.Schema;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/**
 * Whether the migrations that this version needs have run, whichever process runs them. Checked until they have; then
 * cached.
 */
@Startup
@Singleton
class SchemaCheck implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Pool pool;

    /** The newest applied migration found so far. */
    private volatile int made;

    SchemaCheck(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("schema");
        return made().map(version -> response.withData("version", version)
                        .withData("needed", Schema.VERSION)
                        .status(version >= Schema.VERSION)
                        .build())
                .onFailure()
                .recoverWithItem(failure -> response.withData("failure", String.valueOf(failure.getMessage()))
                        .down()
                        .build());
    }

    private Uni<Integer> made() {
        if (made >= Schema.VERSION) {
            return Uni.createFrom().item(made);
        }
        return Schema.version(pool).ifNoItem().after(LIMIT).fail().invoke(version -> made = version);
    }
}
