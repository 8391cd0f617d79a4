package io.postrider.e2e.faults.rig;

import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.neighbours.dns.LocalDns;

/** The name server of the services, which knows their neighbours and some mail servers, all on the loopback interface. */
public final class SystemNameServer {
    /** The smart host of the route that takes most mail. */
    public static final String RELAY = "relay.example";

    /** A domain whose mail goes to its own server. */
    public static final String DIRECT = "direct.example";

    private static final String BROKER = "broker.example";
    private static final String DATABASE = "database.example";

    /**
     * How long an event loop may be busy before the service says that it is blocked: longer than a busy machine lets one wait, and shorter
     * than the JVM's resolver waits for a silent server.
     */
    private static final String BLOCKED = "8s";

    private final LocalDns dns = LocalDns.start()
            // Nothing is remembered: each new connection asks.
            .ttl(0)
            .address(BROKER, "127.0.0.1")
            .address(DATABASE, "127.0.0.1")
            .address(RELAY, "127.0.0.1")
            .mx(DIRECT, 10, RELAY);

    public LocalDns dns() {
        return dns;
    }

    public void give(LocalSettings settings, int brokerPort, int databasePort) {
        for (String service : LocalSystem.SERVICES) {
            settings.withProperty(service, "quarkus.vertx.resolver.servers", dns.server())
                    .withProperty(service, "quarkus.vertx.max-event-loop-execute-time", BLOCKED)
                    .withProperty(service, "postrider.broker.urls", "amqp://%s:%d".formatted(BROKER, brokerPort))
                    .withProperty(
                            service,
                            "quarkus.datasource.reactive.url",
                            "postgresql://%s:%d/postrider".formatted(DATABASE, databasePort));
        }
        for (String service : new String[] {"router", "sender"}) {
            settings.withProperty(service, "postrider.mx.servers", dns.server())
                    .withProperty(service, "postrider.mx.allowed-addresses", "127.0.0.0/8");
        }
    }

    /** @param port of the mail servers */
    public static String route(int port) {
        return """
                  - {name: direct, kind: mx, port: %d, tls: none, match: {recipient_domains: [%s]}}
                """.formatted(port, DIRECT);
    }
}
