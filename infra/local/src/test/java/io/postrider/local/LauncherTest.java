package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.StartException;
import io.postrider.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LauncherTest {
    @TempDir
    Path directory;

    @Test
    void childrenEndWhenTheirLauncherIsKilled() throws Exception {
        Process launcher = new ProcessBuilder(
                        JavaCommand.executable(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LauncherToBeKilled.class.getName(),
                        directory.toString())
                .redirectError(directory.resolve("launcher.log").toFile())
                .start();
        try (BufferedReader output = launcher.inputReader()) {
            String[] numbers = String.valueOf(output.readLine()).split(" ");
            assertEquals(3, numbers.length, () -> read(directory.resolve("launcher.log")));
            ProcessHandle service = ProcessHandle.of(Long.parseLong(numbers[0])).orElseThrow();
            ProcessHandle broker = ProcessHandle.of(Long.parseLong(numbers[1])).orElseThrow();
            launcher.destroyForcibly();
            Patience.result(service.onExit());
            Patience.result(broker.onExit());
        } finally {
            launcher.destroyForcibly();
        }
    }

    @Test
    void directoryBelongsToOneRun() {
        try (DirectoryLock first = DirectoryLock.own(directory)) {
            StartException refused = assertThrows(StartException.class, () -> DirectoryLock.own(directory));
            assertTrue(refused.getMessage().contains("--data"), refused.getMessage() + first);
        }
        DirectoryLock.own(directory).close();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
