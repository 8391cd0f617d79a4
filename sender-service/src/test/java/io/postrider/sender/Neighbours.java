package io.postrider.sender;

import io.postrider.local.TestNeighbours;
import io.postrider.neighbours.dns.LocalDns;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.sender.compose.sign.DkimKeys;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL, broker, name server, DKIM keys and routes: to a sink, and to a port on which no server listens. */
public class Neighbours implements QuarkusTestResourceLifecycleManager {
    private static final String PORT = "io.postrider.sender.sink";

    /** The sink lives where the test's classes are; the port is agreed on before, through the JVM's properties. */
    static SmtpSink sink() {
        return SmtpSink.start(SmtpSink.Settings.PLAIN.withPort(Integer.getInteger(PORT)));
    }

    @Override
    public Map<String, String> start() {
        try {
            int sink = Ports.free();
            int closed = Ports.free();
            System.setProperty(PORT, Integer.toString(sink));
            String routes = """
                    routes:
                      - {name: relay, host: 127.0.0.1, port: %d, tls: none}
                      - {name: nowhere, host: 127.0.0.1, port: %d, tls: none}
                      - {name: slow, host: 127.0.0.1, port: %d, tls: none, rate: 50/s}
                      - {name: shaped, host: 127.0.0.1, port: %d, tls: none, site_limits: true}
                      - {name: hostile, host: 127.0.0.1, port: %d, tls: none}
                      - {name: denying, host: 127.0.0.1, port: %d, tls: none}
                      - {name: direct, kind: mx, port: %d, tls: none}
                      - {name: mailer, kind: mailer}
                    """.formatted(sink, closed, sink, sink, sink, sink, sink);
            Map<String, String> settings = new HashMap<>(TestNeighbours.settings("sender"));
            settings.put(
                    "postrider.routes.file",
                    Files.writeString(Files.createTempFile("routes", ".yaml"), routes)
                            .toString());
            settings.put("postrider.compose.dkim", dkim().toString());
            settings.put("postrider.settle.delays", "200ms");
            settings.put("postrider.settle.transactional-delay", "200ms");
            settings.put("postrider.settle.shortest-away", "1s");
            settings.put("postrider.settle.longest-away", "2s");
            settings.put("quarkus.mailer.host", "127.0.0.1");
            settings.put("quarkus.mailer.port", Integer.toString(sink));
            settings.put("postrider.mx.servers", dns());
            settings.put("postrider.mx.allowed-addresses", "127.0.0.0/8");
            settings.put("quarkus.management.test-port", "0");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name server by which the sink has the mail of some domains. */
    private static String dns() {
        LocalDns dns = LocalDns.start().address("mx.site.example", "127.0.0.1");
        for (String domain : List.of("blocking.example", "hosted.example", "open.example")) {
            dns.mx(domain, 10, "mx.site.example");
        }
        return dns.server();
    }

    /** Keys of one domain; their records lie beside the file. */
    private static Path dkim() throws IOException {
        DkimKeys keys = new DkimKeys(Files.createTempDirectory("dkim"));
        String selectors = keys.rsa("signed.example", "r") + ", " + keys.ed25519("signed.example", "e");
        keys.writeRecords();
        return keys.write("domains: [{domain: signed.example, selectors: [%s]}]".formatted(selectors));
    }

    @Override
    public void stop() {
        // They end with the JVM: another test class may use them.
    }
}
