package io.postrider.router;

import io.postrider.broker.BrokerLink;
import io.postrider.broker.BrokerSettings;
import io.postrider.contract.Batch;
import io.postrider.router.forward.Forwarder;
import io.postrider.router.prioritise.Priorities;
import io.postrider.router.receive.Receiver;
import io.postrider.router.route.Routing;
import io.postrider.router.screen.Screen;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.BooleanSupplier;

/** A batch's way through router-service: receive, screen, prioritise, route, forward. */
@ApplicationScoped
class Router {
    private final BrokerLink link;
    private final BrokerSettings broker;
    private final Receiver receiver;
    private final Screen screen;
    private final Routing routing;
    private final Forwarder forwarder;

    Router(
            BrokerLink link,
            BrokerSettings broker,
            Receiver receiver,
            Screen screen,
            Routing routing,
            Forwarder forwarder) {
        this.link = link;
        this.broker = broker;
        this.receiver = receiver;
        this.screen = screen;
        this.routing = routing;
        this.forwarder = forwarder;
    }

    void start(@Observes StartupEvent event) {
        receiver.receive(this::decide);
        link.open();
    }

    void stop(@Observes ShutdownEvent event) {
        link.close(broker.grace()).await().atMost(broker.grace().plusSeconds(5));
    }

    private Uni<Void> decide(Batch batch, BooleanSupplier ours) {
        return screen.screen(batch)
                .map(kept -> kept.map(Priorities::prioritise).map(routing::route))
                .chain(routed -> routed.map(outbound -> forwarder.forward(outbound, ours))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }
}
