package io.postrider.ingest.app.health;

import io.postrider.store.Schema;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether PostgreSQL responds; without it nothing can be accepted. */
@Readiness
@Singleton
class DatabaseCheck implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Pool pool;

    DatabaseCheck(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("database");
        long asked = System.nanoTime();
        return Schema.ping(pool)
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(done -> response.withData("answered_in_ms", (System.nanoTime() - asked) / 1_000_000)
                        .up()
                        .build())
                .onFailure()
                .recoverWithItem(failure -> response.withData("failure", String.valueOf(failure.getMessage()))
                        .down()
                        .build());
    }
}
