package io.postrider.queue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives each service its links, and a gauge of them. The service's root class opens them at start and closes them at the end. */
@ApplicationScoped
class BrokerLinkProducer {

    @Produces
    @Singleton
    LaneLinks links(
            Vertx vertx,
            BrokerSettings settings,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "postrider") String service) {
        LaneLinks links = new LaneLinks(new BrokerLink(
                vertx,
                new BrokerLink.Settings(
                        settings.urls(),
                        settings.username(),
                        settings.password(),
                        service,
                        settings.publishTimeout())));
        Gauge.builder("postrider.broker.up", () -> links.up() ? 1 : 0)
                .description("1 while the service is connected to the broker")
                .tag("service", service)
                .register(meters);
        return links;
    }

    /** For what belongs to no lane. */
    @Produces
    @Singleton
    BrokerLink link(LaneLinks links) {
        return links.of(Lane.BULK);
    }
}
