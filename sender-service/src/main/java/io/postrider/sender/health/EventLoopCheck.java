package io.postrider.sender.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Alive is who still gets his turn on an event loop. */
@Liveness
@ApplicationScoped
class EventLoopCheck implements AsyncHealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;

    EventLoopCheck(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .<HealthCheckResponse>emitter(answer -> vertx.getOrCreateContext()
                        .runOnContext(turn -> answer.complete(HealthCheckResponse.up("event loop"))))
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(HealthCheckResponse.down("event loop"));
    }
}
