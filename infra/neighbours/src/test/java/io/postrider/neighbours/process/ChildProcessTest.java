package io.postrider.neighbours.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    Path directory;

    private ChildProcess child;

    @AfterEach
    void end() {
        if (child != null && child.alive()) {
            child.kill();
        }
    }

    @Test
    void ctrlCIsLeftToTheLauncher() throws Exception {
        // It says "ready" when its signals are set, and each second that it is alive.
        child = start("trap 'echo ended; exit 0' TERM; echo ready; while :; do echo alive; sleep 0.1; done");
        awaitLog("alive");
        ProcessControl.send("INT", child.pid());
        Files.writeString(log(), "");
        awaitLog("alive");
        assertTrue(child.alive());
        child.stop(Patience.LIMIT);
        assertTrue(Files.readString(log()).contains("ended"));
    }

    @Test
    void childThatDoesNotEndInItsGraceIsKilled() {
        child = start("trap '' TERM; echo ready; while :; do sleep 0.1; done");
        awaitLog("ready");
        child.stop(Duration.ofMillis(200));
        assertFalse(child.alive());
    }

    @Test
    void suspendedChildDoesNothingUntilItIsResumed() throws Exception {
        child = start("while :; do echo alive; sleep 0.05; done");
        awaitLog("alive");
        child.suspend();
        Patience.await().until(() -> state(child.pid()).equals("T"));
        child.resume();
        Files.writeString(log(), "");
        awaitLog("alive");
        assertTrue(child.rss() > 100_000, "rss is " + child.rss());
    }

    @Test
    void leftoversOfAKilledRunAreStoppedAndNobodyElse() throws Exception {
        child = start("sleep 600");
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            // The number was given out again: the process that has it now began later.
            Files.writeString(directory.resolve("run/old.pid"), stranger.pid() + " 1234567890\n");
            Files.writeString(directory.resolve("run/torn.pid"), "12");
            assertEquals(1, PidFiles.stop(directory.resolve("run")));
            assertFalse(child.alive());
            assertTrue(stranger.isAlive());
            assertEquals(0, PidFiles.stop(directory.resolve("run")));
        } finally {
            stranger.destroyForcibly();
        }
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(
                "child", List.of("/bin/sh", "-c", script), Map.of(), log(), directory.resolve("run/child.pid"));
    }

    private Path log() {
        return directory.resolve("child.log");
    }

    private void awaitLog(String word) {
        child.awaitReady("the child", Patience.LIMIT, () -> read(log()).contains(word));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private static String state(long pid) throws Exception {
        Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(pid)).start();
        return new String(ps.getInputStream().readAllBytes()).strip().substring(0, 1);
    }
}
