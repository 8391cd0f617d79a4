package io.postrider.bench.report;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.testing.Patience;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotMethodsTest {
    /** Of the processor's time. */
    private static final long BUSY_NANOS = 500_000_000;

    private volatile long sum;

    @TempDir
    private Path directory;

    /** The sampler is a thread like any other: one that is held up takes no samples, and the next recording has some. */
    @Test
    void whatTakesTheTimeIsNamedByPartAndMethod() {
        Patience.await().untilAsserted(() -> {
            String text = recorded();
            assertTrue(text.startsWith("parts\n"), text);
            assertTrue(text.contains("%  bench.report\n"), text);
            assertTrue(text.contains("io.postrider.bench.report.HotMethodsTest.work"), text);
            assertTrue(text.contains("%  worker-*\n"), text);
        });
    }

    private String recorded() throws Exception {
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
        return HotMethods.of(file);
    }

    private void work() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        while (threads.getCurrentThreadCpuTime() < BUSY_NANOS) {
            for (int i = 0; i < 100_000; i++) {
                sum += i % 7;
            }
        }
    }
}
