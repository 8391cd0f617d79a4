package io.postrider.broker;

import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives each service its one link. The service's root class opens it at start and closes it at the end. */
@ApplicationScoped
class BrokerLinkProducer {

    @Produces
    @Singleton
    BrokerLink link(
            Vertx vertx,
            BrokerSettings settings,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "postrider") String service) {
        return new BrokerLink(
                vertx,
                new BrokerLink.Settings(
                        settings.urls(), settings.username(), settings.password(), service, settings.publishTimeout()));
    }
}
