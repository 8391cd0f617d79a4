package io.postrider.images.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContainerFilesTest {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final List<String> SERVICES = List.of("ingest-service", "router-service", "sender-service");
    private static final Pattern PORT =
            Pattern.compile("(?m)^  (?:http|management):.*\\R(?:    .*\\R)*?    port: (\\d+)");

    private final ContainerFile jvm = read("jvm");
    private final ContainerFile nativeFile = read("native");

    private static ContainerFile read(String flavour) {
        return ContainerFile.read(HOME.resolve("infra/images/Containerfile." + flavour));
    }

    @Test
    void bothFlavoursAreRunTheSameWay() {
        for (String service : SERVICES) {
            Image one = jvm.image(service, Map.of("VERSION", "1.2.3"));
            Image other = nativeFile.image(service, Map.of("VERSION", "1.2.3"));
            assertEquals("10001:10001", one.user());
            assertEquals("SIGTERM", one.stopSignal());
            assertEquals("1.2.3", one.labels().get("org.opencontainers.image.version"));
            assertEquals("postrider/" + service, one.labels().get("org.opencontainers.image.title"));
            assertEquals(7, one.labels().size());
            assertEquals(
                    List.of(one.user(), one.folder(), one.stopSignal(), one.environment(), one.ports(), one.labels()),
                    List.of(
                            other.user(),
                            other.folder(),
                            other.stopSignal(),
                            other.environment(),
                            other.ports(),
                            other.labels()));
        }
    }

    @Test
    void portsAreTheServicesOwn() throws IOException {
        for (String service : SERVICES) {
            String settings = Files.readString(HOME.resolve(service + "/src/main/resources/application.yaml"));
            Set<Integer> ports = PORT.matcher(settings)
                    .results()
                    .map(port -> Integer.valueOf(port.group(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertTrue(ports.size() > 0, service);
            if (service.equals("ingest-service")) {
                ports.add(reportPort());
            }
            assertEquals(ports, jvm.image(service, Map.of()).ports());
        }
    }

    private static Integer reportPort() throws IOException {
        Matcher port = Pattern.compile("`postrider\\.report\\.port` \\| `(\\d+)`")
                .matcher(Files.readString(HOME.resolve("infra/docs/configuration.md")));
        assertTrue(port.find());
        return Integer.valueOf(port.group(1));
    }

    @Test
    void theContextHasWhatIsCopiedAndNothingElse() throws IOException {
        DockerIgnore ignored = DockerIgnore.read(HOME.resolve(".dockerignore"));
        List<String> copied = new ArrayList<>();
        for (ContainerFile file : List.of(jvm, nativeFile)) {
            for (String name : List.of(
                    "system",
                    "java",
                    "ingest-service-trained",
                    "runtime",
                    "ingest-service",
                    "router-service",
                    "sender-service")) {
                if (file.has(name)) {
                    file.stage(name).instructions().stream()
                            .filter(each ->
                                    each.name().equals("COPY") && !each.text().startsWith("--from="))
                            .forEach(each -> {
                                List<String> words = List.of(each.text().split("\\s+"));
                                copied.addAll(words.subList(0, words.size() - 1));
                            });
                }
            }
        }
        assertFalse(copied.isEmpty());
        for (String source : copied) {
            assertFalse(ignored.ignores(Path.of(source.replace('*', 'x'))), source);
        }
        for (String other : List.of(
                "README.md",
                ".git/config",
                "infra/local/pom.xml",
                "infra/images/pom.xml",
                "infra/images/target/images/x",
                "ingest-service/src/main/resources/application.yaml",
                "ingest-service/target/classes/x.class",
                ".postrider/local/routes.yaml")) {
            assertTrue(ignored.ignores(Path.of(other)), other);
        }
    }

    /** Podman resolves no short name without a list of registries, and with one it may be another's image. */
    @Test
    void baseImagesAreNamedWithTheirRegistryAndCanBeOthers() throws IOException {
        for (String flavour : List.of("jvm", "native")) {
            String text = Files.readString(HOME.resolve("infra/images/Containerfile." + flavour));
            Set<String> stages = Pattern.compile("(?m)^FROM \\S+ AS (\\S+)$")
                    .matcher(text)
                    .results()
                    .map(stage -> stage.group(1))
                    .collect(Collectors.toSet());
            List<String> bases = Pattern.compile("(?m)^FROM (\\S+)")
                    .matcher(text)
                    .results()
                    .map(from -> from.group(1))
                    .filter(from -> !from.equals("scratch") && !stages.contains(from))
                    .toList();
            assertFalse(bases.isEmpty(), flavour);
            assertTrue(bases.stream().allMatch(base -> base.matches("\\$\\{[A-Z]+}")), bases.toString());
            assertEquals(
                    "docker.io/library/debian:trixie-slim",
                    read(flavour).stage("system").from());
        }
        assertEquals(
                "docker.io/library/eclipse-temurin:25-jdk", jvm.stage("java").from());
    }

    /** OpenShift runs a container as a user that no image knows: nothing may belong to ours. */
    @Test
    void noFileBelongsToTheUserOfTheImage() throws IOException {
        for (String file : List.of("Containerfile.jvm", "Containerfile.native", "lay-out", "link-java", "train")) {
            String text = Files.readString(HOME.resolve("infra/images").resolve(file));
            assertFalse(
                    Pattern.compile("--chown|\\bchown\\b|--chmod").matcher(text).find(), file);
        }
    }

    @Test
    void imagesThatAreBuiltHereHaveANameThatNobodyElseCanPublish() throws IOException {
        for (String file : List.of("Containerfile.jvm", "Containerfile.native", "README.md")) {
            Matcher names = Pattern.compile(" -t (\\S+)")
                    .matcher(Files.readString(HOME.resolve("infra/images").resolve(file)));
            assertTrue(names.find(), file);
            do {
                assertTrue(names.group(1).startsWith("localhost/postrider/"), names.group(1));
            } while (names.find());
        }
    }

    @Test
    void anEntrypointThatNeedsAShellIsRefused() {
        ContainerFile file = ContainerFile.parse("FROM scratch AS it\nENTRYPOINT java -jar it.jar\n");
        assertThrows(ImageException.class, () -> file.image("it", Map.of()));
    }

    @Test
    void linesAreContinuedAndVariablesReplaced() {
        ContainerFile file = ContainerFile.parse("""
                ARG BASE=a:1
                FROM ${BASE} AS first
                USER 1:2
                ENV A=b
                # a comment
                FROM first AS second
                ARG WHAT=this
                LABEL one="${WHAT} it" \\
                      two=x
                EXPOSE 1 2
                """);
        Image image = file.image("second", Map.of());
        assertEquals("a:1", file.stage("first").from());
        assertEquals("1:2", image.user());
        assertEquals(Map.of("A", "b"), image.environment());
        assertEquals(Map.of("one", "this it", "two", "x"), image.labels());
        assertEquals(Set.of(1, 2), image.ports());
        assertEquals(
                "that it", file.image("second", Map.of("WHAT", "that")).labels().get("one"));
    }
}
