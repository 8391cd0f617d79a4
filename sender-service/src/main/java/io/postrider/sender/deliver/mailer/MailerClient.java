package io.postrider.sender.deliver.mailer;

import io.vertx.ext.mail.MailClient;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What quarkus-mailer makes of {@code quarkus.mailer.*}: the mail client and the number of its connections. */
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

    /** How many the client opens at most, 1 or more. */
    int connections() {
        return connections;
    }
}
