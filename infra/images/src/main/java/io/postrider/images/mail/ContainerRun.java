package io.postrider.images.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.helm.Release;
import io.postrider.images.build.ImageException;
import io.postrider.images.build.Shell;
import io.postrider.local.LocalPorts;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.smtp.BounceReport;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.SinkCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The three services as containers of podman, with what the chart renders for them: they answer the probes, deliver the demo's mails, take
 * a bounce under STARTTLS, and stop within the grace of their pods.
 */
public final class ContainerRun {
    private static final String VALUES = "containers";
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Path folder;

    /** @param folder for the data of PostgreSQL and the broker, the logs, and what is mounted */
    public ContainerRun(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /** @return a line for the mails, and for each service */
    public List<String> run() {
        Release release = Release.of(VALUES);
        Map<String, RenderedContainer> containers = new TreeMap<>();
        LocalSystem.SERVICES.forEach(service -> containers.put(service, new RenderedContainer(release, service)));
        LocalPorts ports = LocalPorts.anyFree();
        try (Pods pods = Pods.beside(ports)) {
            return run(containers, settings(containers, ports, pods));
        }
    }

    private List<String> run(Map<String, RenderedContainer> containers, LocalSettings settings) {
        List<ReceivedMail> mails = new CopyOnWriteArrayList<>();
        List<String> lines = new ArrayList<>();
        try (LocalSystem system = LocalSystem.start(settings)) {
            system.sink().onMail(mails::add);
            containers.values().forEach(container -> container.probes().forEach(Probe::ok));
            lines.add(Demonstration.delivered(system));
            lines.add(bounced(system, mails.get(0), containers.get("ingest").port("report")));
            for (String service : LocalSystem.SERVICES) {
                lines.add(stopped(containers.get(service), system.service(service)));
            }
            lines.add("sender-service signed with "
                    + ServiceLog.of("sender", system.service("sender").log()).signer());
        }
        return lines;
    }

    private LocalSettings settings(Map<String, RenderedContainer> containers, LocalPorts ports, Pods pods) {
        LocalSettings settings =
                LocalSettings.in(folder).fresh(true).withHome(home).withPorts(ports);
        Map<String, Map<String, String>> secrets =
                Map.of("report-tls", reportTls(), "dkim-keys", Map.of("check.pem", DkimKey.made()));
        containers.forEach((service, container) -> {
            List<String> mounts = new Mounts(
                            container.release(), container.pod(), folder.resolve("volumes/" + service), secrets)
                    .options(container.container());
            settings.withLauncher(service, container.command(mounts).toArray(String[]::new));
            // Where this process asks; the container has what the chart renders.
            settings.withProperty(
                    service, "quarkus.management.port", pods.linkTo(service, container.port("management")));
        });
        settings.withProperty(
                "ingest",
                "quarkus.http.port",
                pods.linkTo("ingest", containers.get("ingest").port("http")));
        for (String service : List.of("ingest", "sender")) {
            settings.withEnvironment(service, "POSTRIDER_VERP_KEYS", "a key that only this run of containers uses");
        }
        return settings;
    }

    private Map<String, String> reportTls() {
        try {
            Path pair = Files.createDirectories(folder.resolve("report-tls"));
            return Map.of(
                    "tls.crt", Files.readString(SinkCertificate.LOCALHOST.writePem(pair.resolve("tls.crt"))),
                    "tls.key", Files.readString(SinkCertificate.LOCALHOST.writeKeyPem(pair.resolve("tls.key"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The report of a mail that was taken suppresses its recipient. */
    private static String bounced(LocalSystem system, ReceivedMail mail, int port) {
        String recipient = mail.recipients().get(0);
        String code = new BounceReport(recipient, mail.envelopeFrom())
                .sentUnderTls(new InetSocketAddress(Pods.address("ingest"), port), SinkCertificate.LOCALHOST);
        if (!code.equals("250")) {
            throw new ImageException("the bounce of %s was answered %s".formatted(recipient, code));
        }
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!suppressed(system, recipient)) {
            if (System.nanoTime() > deadline) {
                throw new ImageException("the bounce of %s does not suppress it".formatted(recipient));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return "a bounce was taken under STARTTLS with the mounted certificate";
    }

    private static boolean suppressed(LocalSystem system, String recipient) {
        try (Connection connection = system.database().connect();
                PreparedStatement query = connection.prepareStatement("select 1 from suppression where email = ?")) {
            query.setString(1, recipient);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw new ImageException("suppressions cannot be read", e);
        }
    }

    /** As the kubelet does it: SIGTERM, and SIGKILL after the grace, which then is seen by the status. */
    private static String stopped(RenderedContainer container, ServiceProcess process) {
        long seconds = container.grace().toSeconds();
        long begun = System.nanoTime();
        Shell.runQuietly("podman", "stop", "--time", Long.toString(seconds), container.name());
        double took = (System.nanoTime() - begun) / 1e9;
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (process.alive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        if (process.exitCode() != ServiceProcess.TERMINATED) {
            throw new ImageException("%s ended with %d and not by SIGTERM within %d s; its log is in %s"
                    .formatted(container.name(), process.exitCode(), seconds, process.log()));
        }
        ServiceLog log = ServiceLog.of(container.service(), process.log());
        log.requireNoComplaint();
        log.text().lines().forEach(line -> requireJson(line, process.log()));
        return "%s-service: started in %s s, stopped %.1f s after SIGTERM of the %d s that its pod gives it"
                .formatted(container.service(), log.started(), took, seconds);
    }

    /** In the format that log collectors expect of the chart, and without ERROR lines. */
    private static void requireJson(String line, Path log) {
        try {
            if (JSON.readTree(line).path("level").asText("ERROR").equals("ERROR")) {
                throw new ImageException("%s has a line without a level, or an error: %s".formatted(log, line));
            }
        } catch (JsonProcessingException e) {
            throw new ImageException("%s has a line that is not JSON: %s".formatted(log, line), e);
        }
    }
}
