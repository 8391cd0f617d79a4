package io.postrider.images;

import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.local.run.Demo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local system with its three services in unpacked images: they start, deliver the demo's mails, and stop in order. */
final class MailRun {
    private static final String DKIM = "dkim.yaml";
    private static final String KEY = "POSTRIDER_CHECK_DKIM_KEY";
    /** As OpenShift runs a container: a user of the namespace's range, which no image knows, in the group 0. */
    private static final String ARBITRARY_USER = "1000680000:0";

    private static final int AFTER_SIGTERM = 128 + 15;
    private static final Pattern STARTED = Pattern.compile("started in ([\\d.]+)s");
    private static final Pattern STOPPED = Pattern.compile("stopped in ([\\d.]+)s");
    private static final Pattern SIGNER = Pattern.compile("DKIM signatures by ([^:]*):");
    /** What a root that cannot be written to, or a missing part of it, makes a process say. */
    private static final Pattern COMPLAINT = Pattern.compile(
            "Read-only file system|Permission denied|cannot open shared object|UnsatisfiedLinkError|error\\]\\[aot");

    private final Path home;
    private final Path folder;

    /** @param folder for the data of PostgreSQL and the broker, and the logs */
    MailRun(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /**
     * @param image as its container file says
     * @param root where it is unpacked
     */
    record Unpacked(Image image, Path root) {}

    /** @return a line for each service: its start and its end */
    List<String> run(Map<String, Unpacked> images) {
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
                requireLive(system.service(service));
            }
            Demo.Result mails = new Demo(system).send();
            if (!mails.complete()) {
                throw new ImageException("%d of %d mails delivered; logs in %s"
                        .formatted(mails.delivered(), mails.sent(), system.logs()));
            }
            lines.add("%d of %d mails delivered in %.1f s"
                    .formatted(mails.delivered(), mails.sent(), mails.took().toMillis() / 1e3));
            for (String service : LocalSystem.SERVICES) {
                lines.add(stopped(system.service(service)));
            }
            lines.add("sender-service signed with "
                    + only(SIGNER, read(system.service("sender").log())));
        }
        return lines;
    }

    /** With a key for the demo's sender, so that the library that signs must load. */
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
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            String key = Base64.getMimeEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            settings.withProperty("sender", "postrider.compose.dkim", DKIM)
                    .withEnvironment(
                            "sender", KEY, "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----".formatted(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
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

    private static void requireLive(ServiceProcess service) {
        URI uri = service.management().resolve("/q/health/live");
        try {
            int status = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw new ImageException("%s answered %d".formatted(uri, status));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted", e);
        }
    }

    private static String stopped(ServiceProcess service) {
        long memory = service.rss() >> 20;
        long begun = System.nanoTime();
        service.stop();
        double took = (System.nanoTime() - begun) / 1e9;
        String log = read(service.log());
        if (service.exitCode() != AFTER_SIGTERM) {
            throw new ImageException("%s ended with %d after SIGTERM; its log is in %s"
                    .formatted(service.name(), service.exitCode(), service.log()));
        }
        Matcher complaint = COMPLAINT.matcher(log);
        if (complaint.find()) {
            throw new ImageException(
                    "%s said \"%s\"; its log is in %s".formatted(service.name(), complaint.group(), service.log()));
        }
        return "%s-service: started in %s s, %d MB with the mails delivered, stopped within %.1f s of SIGTERM (its own count: %s s)"
                .formatted(service.name(), only(STARTED, log), memory, took, only(STOPPED, log));
    }

    private static String only(Pattern pattern, String log) {
        Matcher matcher = pattern.matcher(log);
        if (!matcher.find()) {
            throw new ImageException("no line of the log has \"%s\"".formatted(pattern));
        }
        return matcher.group(1);
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
