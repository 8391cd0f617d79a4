package io.postrider.sender.deliver.mailer;

import io.vertx.ext.mail.MailClient;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The mail client that quarkus-mailer configures from {@code quarkus.mailer.*}, and the number of its connections. */
@Singleton
public class MailerClient {
    private final MailClient client;
    private final int connections;

    public MailerClient(
            MailClient client,
            @ConfigProperty(name = "quarkus.mailer.max-pool-size", defaultValue = "10") int connections) {
        this.client = client;
        this.connections = connections;
    }

    MailClient client() {
        return client;
    }

    /** Maximum connections of the client, at least 1. */
    int connections() {
        return connections;
    }
}
