package io.postrider.ingest.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Startup;

/** Whether the migrations were made. Asked until they were; then it is known. */
@Startup
@Singleton
class SchemaCheck implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String VERSION = "select version from flyway_schema_history where success and version is not"
            + " null order by installed_rank desc limit 1";

    private final Pool pool;
    private volatile String version;

    SchemaCheck(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("schema");
        return version()
                .map(found -> found.map(
                                number -> response.withData("version", number).up())
                        .orElseGet(() -> response.withData("failure", "no migration was made")
                                .down())
                        .build())
                .onFailure()
                .recoverWithItem(failure -> response.withData("failure", String.valueOf(failure.getMessage()))
                        .down()
                        .build());
    }

    private Uni<Optional<String>> version() {
        if (version != null) {
            return Uni.createFrom().item(Optional.of(version));
        }
        return pool.query(VERSION).execute().ifNoItem().after(LIMIT).fail().map(rows -> {
            rows.forEach(row -> version = row.getString(0));
            return Optional.ofNullable(version);
        });
    }
}
