package io.postrider.ingest.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Whether an event loop still takes up work. */
@Liveness
@Singleton
class EventLoopCheck implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Vertx vertx;

    EventLoopCheck(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("event loop");
        long asked = System.nanoTime();
        return Uni.createFrom()
                .<Long>emitter(answer -> vertx.getOrCreateContext()
                        .runOnContext(onLoop -> answer.complete((System.nanoTime() - asked) / 1_000_000)))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(millis -> response.withData("answered_in_ms", millis).up().build())
                .onFailure()
                .recoverWithItem(() -> response.withData("no_answer_for_ms", LIMIT.toMillis())
                        .down()
                        .build());
    }
}
