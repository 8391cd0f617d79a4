package io.postrider.local;

import io.postrider.neighbours.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The project's root and its packaged services. */
final class ProjectHome {
    private ProjectHome() {}

    /**
     * The system property {@code postrider.home}, otherwise the nearest parent of the working directory that is the
     * project.
     */
    static Path find() {
        String named = System.getProperty("postrider.home");
        if (named != null) {
            return Path.of(named).toAbsolutePath().normalize();
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("ingest-service")) && Files.isDirectory(at.resolve("infra/local"))) {
                return at;
            }
        }
        throw new StartException("no project root was found above the working directory; set -Dpostrider.home");
    }

    /** The executable of a service. */
    static Path executable(Path home, String service, boolean nativeExecutable) {
        Path target = home.resolve(service + "-service/target");
        Path jar = target.resolve("quarkus-app/quarkus-run.jar");
        if (!nativeExecutable) {
            return jar;
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-runner") && Files.isExecutable(file))
                    .findFirst()
                    .orElseThrow(() -> new StartException(
                            "%s-service has no native executable. Build with: mvn -q package -DskipTests -Dnative"
                                    .formatted(service)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
