package io.postrider.e2e.feedback;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.e2e.kit.Sql;
import io.postrider.helm.Release;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.neighbours.net.Ports;
import io.postrider.neighbours.smtp.BounceReport;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.SinkCertificate;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * ingest-service as the chart starts it with a certificate for bounces: it has exactly the variables that are rendered. Only where its
 * neighbours, ports and mounts are is this machine's.
 */
class ReportTlsByChartTest {
    private static final Path JAR = Path.of("../../../ingest-service/target/quarkus-app/quarkus-run.jar")
            .toAbsolutePath()
            .normalize();
    private static final String MOUNT = "/etc/postrider/report-tls";

    /** Of all variables it leaves those that are named in $0, and becomes the command. */
    private static final String ONLY_NAMED = """
            for name in $(env | sed -n 's/^\\([A-Za-z_0-9]*\\)=.*/\\1/p'); do
              case " $0 " in *" $name "*) ;; *) unset "$name" ;; esac
            done
            exec "$@"
            """;

    private final Map<String, String> rendered = Release.of("containers").environment("ingest");
    private final int port = Ports.free();
    private final List<ReceivedMail> mails = new CopyOnWriteArrayList<>();

    @TempDir
    Path mount;

    @Test
    void aBounceIsTakenUnderTheMountedCertificate() {
        assumeTrue(Files.exists(JAR), "the services are packaged as native executables only");
        SinkCertificate.LOCALHOST.writePem(mount.resolve("tls.crt"));
        SinkCertificate.LOCALHOST.writeKeyPem(mount.resolve("tls.key"));
        try (LocalSystem system = LocalSystem.start(settings())) {
            system.sink().onMail(mails::add);
            Api api = new Api(system.ingest(), system.apiKey());
            String recipient = "ann@mail.example";
            new DeliveryHistory(api, api.accepted(Api.message("transactional", List.of(recipient))))
                    .becomes("delivered");
            BounceReport report = new BounceReport(recipient, mails.get(0).envelopeFrom());
            InetSocketAddress listener = new InetSocketAddress("127.0.0.1", port);
            assertEquals("250", report.sentUnderTls(listener, SinkCertificate.LOCALHOST));
            await().until(() ->
                    Sql.number(system, "select count(*) from suppression where email = '" + recipient + "'") == 1);
        }
    }

    private LocalSettings settings() {
        LocalSettings settings = LocalSettings.in(Path.of("target", "chart").toAbsolutePath())
                .fresh(true)
                .withLauncher("ingest", launcher())
                .withProperty("ingest", "postrider.report.port", Integer.toString(port))
                .withProperty("sender", "postrider.verp.domain", rendered.get("POSTRIDER_VERP_DOMAIN"));
        rendered.forEach(
                (name, value) -> settings.withEnvironment("ingest", name, value.replace(MOUNT, mount.toString())));
        for (String service : List.of("ingest", "sender")) {
            settings.withProperty(service, "postrider.verp.keys", SharedSystem.VERP_KEY);
        }
        return settings;
    }

    private String[] launcher() {
        return new String[] {
            "/bin/sh",
            "-c",
            ONLY_NAMED,
            String.join(" ", rendered.keySet()),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx384m",
            "-jar",
            JAR.toString()
        };
    }
}
