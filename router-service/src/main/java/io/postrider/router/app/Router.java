package io.postrider.router.app;

import io.postrider.mail.Batch;
import io.postrider.queue.UnsettledDelivery;
import io.postrider.router.forward.Forwarder;
import io.postrider.router.prioritise.Priorities;
import io.postrider.router.receive.SubmittedBatches;
import io.postrider.router.route.Routing;
import io.postrider.router.screen.Screen;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A batch's path through router-service: receive, screen, prioritise, route, forward. */
@ApplicationScoped
class Router {
    private final SubmittedBatches submitted;
    private final Screen screen;
    private final Routing routing;
    private final Forwarder forwarder;

    Router(SubmittedBatches submitted, Screen screen, Routing routing, Forwarder forwarder) {
        this.submitted = submitted;
        this.screen = screen;
        this.routing = routing;
        this.forwarder = forwarder;
    }

    void start(@Observes StartupEvent event) {
        routing.open();
        submitted.open(this::decide);
    }

    void stop(@Observes ShutdownEvent event) {
        submitted.close();
    }

    private Uni<Void> decide(Batch batch, UnsettledDelivery unsettled) {
        return screen.screen(batch)
                .chain(kept -> kept.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : routing.route(batch, kept)
                                .chain(outbound -> forwarder.forward(outbound, Priorities.of(batch), unsettled::ours)));
    }
}
