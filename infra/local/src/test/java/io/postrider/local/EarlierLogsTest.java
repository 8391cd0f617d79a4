package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierLogsTest {
    @TempDir
    Path directory;

    private Path logs;

    @BeforeEach
    void nameLogs() {
        logs = directory.resolve("log");
    }

    @Test
    void theLastThreeRunsAreKeptTheNewestFirst() throws IOException {
        for (int run = 1; run <= 5; run++) {
            run("run " + run);
            EarlierLogs.keep(logs);
        }
        assertFalse(Files.exists(logs));
        assertEquals("run 5", log(1));
        assertEquals("run 4", log(2));
        assertEquals("run 3", log(3));
        assertFalse(Files.exists(EarlierLogs.earlier(logs, 4)));
    }

    /** A start that is refused writes none; the one that is to be understood stays. */
    @Test
    void aRunWithoutLogsReplacesNone() throws IOException {
        run("the one that failed");
        EarlierLogs.keep(logs);
        EarlierLogs.keep(logs);
        Files.createDirectory(logs);
        EarlierLogs.keep(logs);
        assertEquals("the one that failed", log(1));
        assertFalse(Files.exists(EarlierLogs.earlier(logs, 2)));
    }

    @Test
    void ofALongLogTheEndIsKept() throws IOException {
        String end = "the last words";
        run("x".repeat((int) EarlierLogs.MOST_BYTES) + end);
        EarlierLogs.keep(logs);
        assertEquals(EarlierLogs.MOST_BYTES, log(1).length());
        assertTrue(log(1).endsWith("x" + end));
        assertEquals(1, EarlierLogs.earlier(logs, 1).toFile().list().length);
    }

    private void run(String text) throws IOException {
        Files.createDirectories(logs);
        Files.writeString(logs.resolve("sender.log"), text);
    }

    private String log(int run) throws IOException {
        return Files.readString(EarlierLogs.earlier(logs, run).resolve("sender.log"));
    }
}
