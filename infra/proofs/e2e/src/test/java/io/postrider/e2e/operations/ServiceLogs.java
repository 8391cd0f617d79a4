package io.postrider.e2e.operations;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.LocalSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the three services have logged since this was made. */
final class ServiceLogs {
    private final Map<Path, Integer> before = new HashMap<>();

    ServiceLogs(LocalSystem system) {
        List<Path> logs = LocalSystem.SERVICES.stream()
                .map(service -> system.service(service).log())
                .toList();
        // A service that still connects again after an earlier outage does not log the next one.
        await("all outages are over").until(() -> logs.stream().allMatch(ServiceLogs::connected));
        logs.forEach(log -> before.put(log, read(log).size()));
    }

    private static boolean connected(Path log) {
        List<String> lines = read(log);
        return matching(lines, "WARN", " is away").size()
                == matching(lines, "INFO", " is back").size();
    }

    /** Waits until each service has logged that a neighbour is away. */
    void awaitAway(String neighbour) {
        await().until(() ->
                before.keySet().stream().noneMatch(log -> away(log, neighbour).isEmpty()));
    }

    /** Waits until each has logged that it is back, and fails if any has said one of both, or warned of it, more than once. */
    void assertAwayAndBackOnce(String neighbour) {
        await().until(() ->
                before.keySet().stream().noneMatch(log -> back(log, neighbour).isEmpty()));
        for (Path log : before.keySet()) {
            assertEquals(1, away(log, neighbour).size(), log + ": " + warnings(log));
            assertEquals(1, back(log, neighbour).size(), log + ": " + back(log, neighbour));
            assertEquals(away(log, neighbour), warnings(log), log.toString());
        }
    }

    private List<String> away(Path log, String neighbour) {
        return lines(log, "WARN", neighbour + " is away");
    }

    private List<String> back(Path log, String neighbour) {
        return lines(log, "INFO", neighbour + " is back");
    }

    /** Of whatever: an outage of a neighbour is no reason for another one. */
    private List<String> warnings(Path log) {
        return since(log).stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .toList();
    }

    private List<String> lines(Path log, String level, String words) {
        return matching(since(log), level, words);
    }

    private List<String> since(Path log) {
        List<String> lines = read(log);
        return lines.subList(before.get(log), lines.size());
    }

    private static List<String> matching(List<String> lines, String level, String words) {
        return lines.stream()
                .filter(line -> line.contains(" " + level + " ") && line.contains(words))
                .toList();
    }

    private static List<String> read(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
