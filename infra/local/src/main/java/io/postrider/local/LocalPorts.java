package io.postrider.local;

import io.postrider.neighbours.net.Ports;

/**
 * The ports of a local system, all on the loopback interface. Additional replicas of a service use free ports.
 *
 * @param ingest the API
 * @param management health and metrics of ingest-service
 * @param router health and metrics of router-service, which has no API
 * @param sender health and metrics of sender-service, which has no API
 * @param page the captured mails
 * @param swagger Swagger UI
 */
public record LocalPorts(
        int ingest, int management, int router, int sender, int page, int swagger, int smtp, int amqp, int postgres) {
    /** The well-known ports. */
    public static final LocalPorts USUAL = new LocalPorts(8080, 8083, 8081, 8082, 8025, 8026, 2525, 5672, 5433);

    /** Ports that were free a moment ago, so that tests and other runs do not collide. */
    public static LocalPorts anyFree() {
        return new LocalPorts(
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free(),
                Ports.free());
    }

    /** Of a service's health and metrics. */
    int managementOf(String service) {
        return switch (service) {
            case "ingest" -> management;
            case "router" -> router;
            case "sender" -> sender;
            default -> throw new IllegalArgumentException("there is no service named " + service);
        };
    }

    void requireFree(boolean ownSink) {
        Ports.requireFree(ingest, "ingest-service", "--port-ingest");
        Ports.requireFree(management, "ingest-service's health and metrics", "--port-management");
        Ports.requireFree(router, "router-service", "--port-router");
        Ports.requireFree(sender, "sender-service", "--port-sender");
        Ports.requireFree(swagger, "the page of the API", "--port-swagger");
        Ports.requireFree(amqp, "the broker (AMQP)", "--port-amqp");
        Ports.requireFree(postgres, "PostgreSQL", "--port-postgres");
        if (ownSink) {
            Ports.requireFree(page, "the page of captured mails", "--port-mails");
            Ports.requireFree(smtp, "the SMTP capture", "--port-smtp");
        }
    }
}
