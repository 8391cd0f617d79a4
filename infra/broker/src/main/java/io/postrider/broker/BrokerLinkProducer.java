package io.postrider.broker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives each service its one link, and a gauge of it. The service's root class opens it at start and closes it at the end. */
@ApplicationScoped
class BrokerLinkProducer {

    @Produces
    @Singleton
    BrokerLink link(
            Vertx vertx,
            BrokerSettings settings,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "postrider") String service) {
        BrokerLink link = new BrokerLink(
                vertx,
                new BrokerLink.Settings(
                        settings.urls(), settings.username(), settings.password(), service, settings.publishTimeout()));
        Gauge.builder("postrider.broker.up", () -> link.up() ? 1 : 0)
                .description("1 while the service is connected to the broker")
                .tag("service", service)
                .register(meters);
        return link;
    }
}
