package io.postrider.queue.amqp;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.mail.Lane;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.BrokerSettings;
import io.postrider.queue.LaneConnections;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Provides each service's connections and their gauge. The service's root class opens them at start and closes them at
 * shutdown.
 */
@ApplicationScoped
class BrokerConnectionProducer {

    @Produces
    @Singleton
    LaneConnections connections(
            Vertx vertx,
            BrokerSettings settings,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "postrider") String service) {
        LaneConnections connections = new LaneConnections(new AmqpConnection(
                vertx,
                new AmqpConnection.Settings(
                        settings.urls(),
                        settings.username(),
                        settings.password(),
                        service,
                        settings.publishTimeout())));
        Gauge.builder("postrider.broker.up", () -> connections.up() ? 1 : 0)
                .description("1 while the service is connected to the broker")
                .tag("service", service)
                .register(meters);
        return connections;
    }

    /** For messages that belong to no lane. */
    @Produces
    @Singleton
    BrokerConnection connection(LaneConnections connections) {
        return connections.of(Lane.BULK);
    }
}
