package io.postrider.images.mail;

import io.postrider.images.build.Image;
import io.postrider.images.build.ImageException;
import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The local system with its three services in unpacked images: they start, deliver the demo's mails, and stop in order. */
public final class MailRun {
    private static final String DKIM = "dkim.yaml";
    private static final String KEY = "POSTRIDER_CHECK_DKIM_KEY";
    /** As OpenShift runs a container: a user of the namespace's range, which no image knows, in the group 0. */
    private static final String ARBITRARY_USER = "1000680000:0";

    private final Path home;
    private final Path folder;

    /** @param folder for the data of PostgreSQL and the broker, and the logs */
    public MailRun(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /**
     * @param image as its container file says
     * @param root where it is unpacked
     */
    public record Unpacked(Image image, Path root) {}

    /** @return a line for each service: its start and its end */
    public List<String> run(Map<String, Unpacked> images) {
        LocalSettings settings = LocalSettings.in(folder).fresh(true).withHome(home);
        images.forEach((service, image) -> {
            String user =
                    service.equals("sender") ? ARBITRARY_USER : image.image().user();
            settings.withLauncher(service, launcher(image, user));
            // 384 MB as in infra/local, and the proof that JAVA_TOOL_OPTIONS is the user's.
            settings.withEnvironment(service, "JAVA_TOOL_OPTIONS", "-Xmx384m");
            if (!service.equals("ingest")) {
                // As by default: in the working directory.
                settings.withProperty(service, "postrider.routes.file", "routes.yaml");
            }
        });
        sign(settings);
        List<String> lines = new ArrayList<>();
        try (LocalSystem system = LocalSystem.start(settings)) {
            for (String service : LocalSystem.SERVICES) {
                Probe.ok(system.service(service).management().resolve("/q/health/live"));
            }
            lines.add(Demonstration.delivered(system));
            for (String service : LocalSystem.SERVICES) {
                lines.add(stopped(system.service(service)));
            }
            lines.add("sender-service signed with "
                    + ServiceLog.of("sender", system.service("sender").log()).signer());
        }
        return lines;
    }

    /** With a key for the demo's sender, so that the signing library must load. */
    private void sign(LocalSettings settings) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(DKIM), """
                    domains:
                      - domain: shop.example
                        selectors:
                          - selector: check
                            key: ${env:%s}
                    """.formatted(KEY));
            settings.withProperty("sender", "postrider.compose.dkim", DKIM)
                    .withEnvironment("sender", KEY, DkimKey.made());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] launcher(Unpacked unpacked, String user) {
        Image image = unpacked.image();
        List<String> words = new ArrayList<>(List.of(
                home.resolve("infra/images/enter").toString(),
                unpacked.root().toString(),
                user,
                image.folder(),
                folder.resolve("routes.yaml").toString(),
                folder.resolve(DKIM).toString()));
        image.environment().forEach((name, value) -> words.add(name + "=" + value));
        words.add("--");
        words.addAll(image.entrypoint());
        return words.toArray(String[]::new);
    }

    private static String stopped(ServiceProcess service) {
        long memory = service.rss() >> 20;
        long begun = System.nanoTime();
        service.stop();
        double took = (System.nanoTime() - begun) / 1e9;
        if (service.exitCode() != ServiceProcess.TERMINATED) {
            throw new ImageException("%s ended with %d after SIGTERM; its log is in %s"
                    .formatted(service.name(), service.exitCode(), service.log()));
        }
        ServiceLog log = ServiceLog.of(service.name(), service.log());
        log.requireNoComplaint();
        return "%s-service: started in %s s, %d MB with the mails delivered, stopped within %.1f s of SIGTERM (its own count: %s s)"
                .formatted(service.name(), log.started(), memory, took, log.stopped());
    }
}
