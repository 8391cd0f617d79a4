package io.postrider.service;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Live while each event loop still runs tasks. */
@Liveness
@Singleton
class EventLoopCheck implements AsyncHealthCheck {
    /** Shorter than the probe's timeout in the chart, so that the probe gets an answer. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final EventLoops loops;

    EventLoopCheck(Vertx vertx) {
        this.loops = new EventLoops(vertx);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().completionStage(() -> loops.ask(LIMIT)).map(EventLoopCheck::response);
    }

    private static HealthCheckResponse response(EventLoops.Answers answers) {
        return HealthCheckResponse.named("event loops")
                .status(answers.silent() == 0)
                .withData("loops", answers.loops())
                .withData("silent", answers.silent())
                .build();
    }
}
