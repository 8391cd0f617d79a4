package io.postrider.bench.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotMethodsTest {
    private static final long BUSY_NANOS = 500_000_000;

    private volatile long sum;

    @TempDir
    private Path directory;

    @Test
    void whatTakesTheTimeIsNamedByPartAndMethod() throws Exception {
        Path file = directory.resolve("busy.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            Thread worker = new Thread(this::work, "worker-1");
            worker.start();
            worker.join();
            recording.stop();
            recording.dump(file);
        }
        String text = HotMethods.of(file);
        assertTrue(text.startsWith("parts\n"), text);
        assertTrue(text.contains("%  bench.report\n"), text);
        assertTrue(text.contains("io.postrider.bench.report.HotMethodsTest.work"), text);
        assertTrue(text.contains("%  worker-*\n"), text);
    }

    private void work() {
        long end = System.nanoTime() + BUSY_NANOS;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 100_000; i++) {
                sum += i % 7;
            }
        }
    }
}
