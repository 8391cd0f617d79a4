package io.postrider.images;

import io.postrider.images.build.ContainerFile;
import io.postrider.images.build.Image;
import io.postrider.images.build.ImageException;
import io.postrider.images.build.JibImage;
import io.postrider.images.build.SavedImage;
import io.postrider.images.build.Sbom;
import io.postrider.images.build.Shell;
import io.postrider.images.build.StageBuilder;
import io.postrider.images.mail.ContainerRun;
import io.postrider.images.mail.MailRun;
import io.postrider.local.LocalSystem;
import io.postrider.local.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Called by {@code check}, {@code containers} and {@code jib} in infra/images, which say what it takes. */
public final class Main {
    /** It logs each unknown keyword of the schema. Referenced here, or the level would be lost. */
    private static final Logger QUIET = Logger.getLogger("com.networknt");

    private final Map<String, String> options;
    private final Path home;
    private final Path context;
    private final Path folder;

    private Main(Map<String, String> options) {
        this.options = options;
        this.home = path("home");
        this.context = options.containsKey("context") ? path("context") : home;
        this.folder = path("folder");
    }

    public static void main(String[] arguments) {
        Logs.quiet();
        QUIET.setLevel(Level.SEVERE);
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        String command = left.poll();
        Map<String, String> options = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            options.put(left.poll().substring("--".length()), left.poll());
        }
        try {
            Main main = new Main(options);
            switch (command) {
                case "sbom" -> main.sboms();
                case "check" -> main.check();
                case "containers" -> main.containers();
                case "jib" -> main.jib();
                default -> throw new ImageException("there is no command " + command);
            }
            System.exit(0);
        } catch (RuntimeException e) {
            System.err.println(e instanceof ImageException ? e.getMessage() : e);
            System.exit(1);
        }
    }

    /** Each bill of materials: valid, and of exactly the jars that are packaged. */
    private void sboms() {
        for (String service : LocalSystem.SERVICES) {
            Path target = context.resolve(service + "-service/target");
            Sbom sbom = Sbom.read(target.resolve("quarkus-run-cyclonedx.json"));
            requireNone(service + "-service's bill of materials against its schema", sbom.schemaFaults());
            requireNone(
                    service + "-service's bill of materials against its jars",
                    sbom.faultsAgainst(target.resolve("quarkus-app")));
            System.out.printf("  %s-service: valid, names all %d jars%n", service, sbom.libraries());
        }
    }

    /** The roots of a flavour, the same files by Jib, and mail through them. */
    private void check() {
        String flavour = options.get("flavour");
        StageBuilder steps = steps(flavour);
        Map<String, MailRun.Unpacked> images = new TreeMap<>();
        for (String service : LocalSystem.SERVICES) {
            String target = service + "-service";
            Image image = image(flavour, target);
            Path root = steps.root(target);
            requireNone("links in " + root, links(root));
            // The same steps and the same code for all; compressing an image takes its time.
            if (options.getOrDefault("jib", "").equals(target)) {
                compareWithJib(target, image, steps, root);
            }
            if (options.containsKey("beside")) {
                // Libraries that only a stand-in for Mandrel needs.
                Shell.run(
                        "cp",
                        "-r",
                        options.get("beside"),
                        root.resolve("opt/postrider/jdklib").toString());
            }
            System.out.printf("  %s: root of %d MB%n", target, size(root) >> 20);
            images.put(service, new MailRun.Unpacked(image, root));
        }
        if (options.containsKey("mail")) {
            List<String> lines = new MailRun(home, folder.resolve("mail-" + flavour)).run(images);
            lines.forEach(line -> System.out.println("  " + line));
            if (flavour.equals("jvm") && lines.stream().anyMatch(line -> line.contains("Java's own"))) {
                throw new ImageException("Amazon's provider has not loaded its library in the image");
            }
        }
    }

    /** Mail through containers of podman, on the JVM. */
    private void containers() {
        new ContainerRun(home, folder.resolve("mail")).run().forEach(line -> System.out.println("  " + line));
    }

    private void compareWithJib(String target, Image image, StageBuilder steps, Path root) {
        Path tar = folder.resolve(target + ".tar");
        new JibImage(image, steps.layers(target), folder.resolve("jib-cache")).save("postrider/" + target, tar);
        SavedImage saved = SavedImage.unpack(tar, folder.resolve("jib-" + target));
        requireNone("Jib's " + target + " beside the container file's", saved.differencesTo(root));
        if (!saved.image().equals(image)) {
            throw new ImageException(
                    "Jib's %s is run as %s, the container file's as %s".formatted(target, saved.image(), image));
        }
        System.out.printf(
                "  %s by Jib: the same files, user, entrypoint, ports, labels; tar of %d MB%n",
                target, size(tar) >> 20);
        Shell.run("rm", "-rf", folder.resolve("jib-" + target).toString());
    }

    private void jib() {
        StageBuilder steps = steps(options.get("flavour"));
        for (String service : options.get("services").split(",")) {
            Image image = image(options.get("flavour"), service);
            JibImage jib = new JibImage(image, steps.layers(service), folder.resolve("jib-cache"));
            if (options.containsKey("to")) {
                String name = "%s/%s:%s".formatted(options.get("to"), service, options.get("tag"));
                jib.push(name);
                System.out.println("pushed " + name);
            } else {
                Path tar = folder.resolve(service + ".tar");
                jib.save("localhost/postrider/%s:%s".formatted(service, options.get("tag")), tar);
                System.out.printf("%s, %d MB%n", tar, size(tar) >> 20);
            }
        }
    }

    private StageBuilder steps(String flavour) {
        Path jdk = options.containsKey("jdk") ? path("jdk") : Path.of(System.getProperty("java.home"));
        return new StageBuilder(file(flavour), home, context, folder.resolve(flavour), jdk);
    }

    private Image image(String flavour, String target) {
        Map<String, String> arguments = new TreeMap<>();
        for (String name : List.of("version", "revision", "created", "source")) {
            if (options.containsKey(name)) {
                arguments.put(name.toUpperCase(Locale.ROOT), options.get(name));
            }
        }
        return file(flavour).image(target, arguments);
    }

    private ContainerFile file(String flavour) {
        return ContainerFile.read(home.resolve("infra/images/Containerfile." + flavour));
    }

    private Path path(String option) {
        return Path.of(options.get(option)).toAbsolutePath().normalize();
    }

    private static List<String> links(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isSymbolicLink).map(Path::toString).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireNone(String what, List<String> faults) {
        if (!faults.isEmpty()) {
            throw new ImageException(what + ":\n  " + String.join("\n  ", faults));
        }
    }
}
