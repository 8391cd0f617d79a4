package io.postrider.queue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** How a service connects to the broker. */
@ConfigMapping(prefix = "postrider.broker")
public interface BrokerSettings {
    /** The broker's addresses, {@code amqp://host:port} or {@code amqps://host:port}; several are tried in turn. */
    @WithDefault("amqp://localhost:5672")
    List<URI> urls();

    /** The service's user on the broker. */
    String username();

    /** The user's password. */
    String password();

    /** How long a published message may wait for the broker's settlement; {@code 8s} in ingest-service, whose leases are longer. */
    @WithDefault("30s")
    Duration publishTimeout();

    /** How long work in progress may take to finish when the service stops. */
    @WithDefault("20s")
    Duration grace();
}
