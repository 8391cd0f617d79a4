package io.postrider.bench.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.testing.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
    private static final Duration LIMIT = Patience.LIMIT;

    @TempDir
    private Path directory;

    @Test
    void closingEndsTheProcessAndItsDescendants() throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", "sleep 600 & echo started; wait");
        Child child = Child.piped("shell", directory.resolve("log"), shell);
        awaitFirstByte(child);
        List<ProcessHandle> descendants = child.handle().descendants().toList();

        child.close();

        assertEquals(1, descendants.size());
        Patience.result(descendants.get(0).onExit());
        Patience.result(child.handle().onExit());
    }

    @Test
    void aProcessThatFailsNamesItsLog() {
        Path log = directory.resolve("log");

        Exception failed = assertThrows(
                BenchException.class, () -> Child.run("sh", log, LIMIT, new ProcessBuilder("sh", "-c", "exit 3")));

        assertEquals("sh ended with 3; see " + log, failed.getMessage());
    }

    @Test
    void aProcessThatTakesTooLongIsStopped() {
        Duration limit = Duration.ofMillis(50);

        assertThrows(
                BenchException.class,
                () -> Child.run("sleep", directory.resolve("log"), limit, new ProcessBuilder("sleep", "600")));
        Patience.await().until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aProgramThatIsMissingIsSaidSo() {
        Exception failed = assertThrows(
                BenchException.class,
                () -> Child.run("x", directory.resolve("log"), LIMIT, new ProcessBuilder("/no/such/program")));

        assertTrue(failed.getMessage().startsWith("x failed to start: "), failed.getMessage());
    }

    @Test
    void cpuTimeOfEndedChildrenCounts() throws IOException {
        String burn = "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo done; read wait";
        try (Child child = Child.piped("shell", directory.resolve("log"), new ProcessBuilder("sh", "-c", burn))) {
            awaitFirstByte(child);
            CpuTimes times = CpuTimes.of(Map.of("shell", child.handle()));

            assertTrue(times.secondsByName().get("shell") > 0, times.toString());
            double perMail = times.perMail(new CpuTimes(Map.of()), 10).get("shell");
            assertEquals(times.secondsByName().get("shell") * 100_000, perMail, 0.1);
        }
    }

    @Test
    void cpuTimeOfAProcessThatIsGoneIsNothing() throws Exception {
        Child child = Child.start("true", directory.resolve("log"), new ProcessBuilder("true"));
        child.awaitSuccess(LIMIT);

        assertDoesNotThrow(() -> CpuTimes.of(Map.of("true", child.handle())));
        child.close();
    }

    private static void awaitFirstByte(Child child) throws IOException {
        assertTrue(child.output().read() >= 0);
    }
}
