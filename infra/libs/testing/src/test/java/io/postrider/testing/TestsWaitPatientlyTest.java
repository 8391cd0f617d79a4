package io.postrider.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks every test of the project: a specific limit for an effect is one that a busy machine exceeds. */
class TestsWaitPatientlyTest {
    /** Each with what to write in its place. */
    private static final List<Pattern> HASTY = Stream.of(
                    // Patience.await
                    "Thread\\.sleep",
                    "TimeUnit\\.[A-Z]+\\.sleep",
                    "org\\.awaitility\\.Awaitility",
                    "atMost\\(Duration\\.of",
                    // Patience.next
                    "poll\\(\\d+, TimeUnit\\.(SECONDS|MINUTES)",
                    // Patience.result
                    "get\\(\\d+, TimeUnit\\.(SECONDS|MINUTES)",
                    "orTimeout\\(\\d",
                    // Patience.LIMIT
                    "setSoTimeout\\(\\d",
                    // an executor of the test; threads of this one may keep the class loader of a service under test
                    "ForkJoinPool\\.commonPool",
                    "assertTimeout\\(",
                    "assertTimeoutPreemptively\\(Duration",
                    // 120 or more
                    "@Timeout\\(\\d{1,2}\\)")
            .map(Pattern::compile)
            .toList();

    @Test
    void noneGivesUpSoonOrSleeps() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> sources = sources();
        assertTrue(sources.size() > 200, () -> "only " + sources);
        sources.forEach(source -> found.addAll(hasty(source)));
        assertEquals(List.of(), found);
    }

    private static List<Path> sources() throws IOException {
        return TestSources.all().stream()
                .filter(source -> !source.toString().contains("io/postrider/testing"))
                .toList();
    }

    private static List<String> hasty(Path source) {
        try {
            List<String> found = new ArrayList<>();
            List<String> lines = Files.readAllLines(source);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (HASTY.stream().anyMatch(pattern -> pattern.matcher(line).find())) {
                    found.add("%s:%d %s".formatted(source.getFileName(), i + 1, line.strip()));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
