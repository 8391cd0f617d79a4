package io.postrider.local;

/** The ports of a local system, all on the loopback interface. Further replicas of a service take free ones. */
public record LocalPorts(int ingest, int router, int sender, int page, int smtp, int amqp, int postgres) {
    /** The ones a person may remember. */
    public static final LocalPorts USUAL = new LocalPorts(8080, 8081, 8082, 8025, 2525, 5672, 5433);

    /** All free a moment ago, so that tests and other runs do not meet. */
    public static LocalPorts anyFree() {
        return new LocalPorts(
                Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free());
    }

    int of(String service) {
        return switch (service) {
            case "ingest" -> ingest;
            case "router" -> router;
            case "sender" -> sender;
            default -> throw new IllegalArgumentException("there is no service named " + service);
        };
    }

    void requireFree(boolean ownSink) {
        Ports.requireFree(ingest, "ingest-service", "--port-ingest");
        Ports.requireFree(router, "router-service", "--port-router");
        Ports.requireFree(sender, "sender-service", "--port-sender");
        Ports.requireFree(amqp, "the broker (AMQP)", "--port-amqp");
        Ports.requireFree(postgres, "PostgreSQL", "--port-postgres");
        if (ownSink) {
            Ports.requireFree(page, "the page of captured mails", "--port-mails");
            Ports.requireFree(smtp, "the SMTP capture", "--port-smtp");
        }
    }
}
