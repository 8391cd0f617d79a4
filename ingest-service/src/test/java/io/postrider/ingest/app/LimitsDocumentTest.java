package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.ProjectModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code limits.md} and {@code field-cases.md} of {@code infra/docs} against the settings and the tests that there are. */
class LimitsDocumentTest {
    private static final Pattern SETTING = Pattern.compile("`(postrider\\.[a-z.-]+)`");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");

    private static String document(String name) throws IOException {
        return Files.readString(ProjectModules.root().resolve("infra/docs").resolve(name));
    }

    @Test
    void everySettingOfTheTableIsInTheConfiguration() throws IOException {
        String configuration = document("configuration.md");
        List<String> unknown = SETTING.matcher(document("limits.md"))
                .results()
                .map(found -> found.group(1))
                .filter(name -> !configuration.contains("| `" + name + "` |"))
                .toList();
        assertEquals(List.of(), unknown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limits.md", "field-cases.md"})
    void everyTestOfTheTableIsThere(String document) throws IOException {
        Set<MatchResult> named = TEST.matcher(document(document)).results().collect(Collectors.toSet());
        assertTrue(named.size() > 30, () -> named.size() + " tests are named");
        List<String> missing = named.stream()
                .filter(test -> !exists(test.group(1), test.group(2)))
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertEquals(List.of(), missing);
    }

    private static boolean exists(String type, String method) {
        return sources()
                .filter(file -> file.getFileName().toString().equals(type + ".java"))
                .anyMatch(file -> method == null || text(file).contains("void " + method + "("));
    }

    private static Stream<Path> sources() {
        Stream<Path> others = Stream.of("infra/neighbours", "infra/local").map(ProjectModules.root()::resolve);
        return Stream.concat(ProjectModules.servicesAndLibraries(), others)
                .map(module -> module.resolve("src/test/java"))
                .filter(Files::isDirectory)
                .flatMap(LimitsDocumentTest::below);
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
