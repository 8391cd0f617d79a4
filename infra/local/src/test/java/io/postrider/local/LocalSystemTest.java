package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.StartException;
import io.postrider.neighbours.net.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong before the services come; the whole system is under test in infra/proofs/e2e. */
@Tag("slow")
class LocalSystemTest {
    @TempDir
    Path directory;

    @Test
    void takenPortIsNamedWithTheOptionThatChangesIt() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int taken = other.getLocalPort();
            LocalPorts free = LocalPorts.anyFree();
            LocalSettings settings = LocalSettings.in(directory)
                    .withHome(directory)
                    .withPorts(new LocalPorts(
                            free.ingest(),
                            free.management(),
                            free.router(),
                            free.sender(),
                            free.page(),
                            free.swagger(),
                            free.smtp(),
                            taken,
                            free.postgres()));
            StartException refused = assertThrows(StartException.class, () -> LocalSystem.start(settings));
            assertTrue(refused.getMessage().contains("Port " + taken), refused.getMessage());
            assertTrue(refused.getMessage().contains("--port-amqp"), refused.getMessage());
            assertFalse(Files.exists(directory.resolve("postgres")));
        }
    }

    @Test
    void serviceThatIsNotPackagedIsNamedAndNothingIsLeft() throws Exception {
        List<String> steps = new ArrayList<>();
        LocalSettings settings = LocalSettings.in(directory).withHome(directory).withProgress(steps::add);
        StartException refused = assertThrows(StartException.class, () -> LocalSystem.start(settings));
        assertTrue(refused.getMessage().contains("is not packaged"), refused.getMessage());
        assertEquals(2, steps.size(), steps::toString);
        assertFalse(Files.exists(directory.resolve("postgres/postmaster.pid")));
        assertEquals(0, directory.resolve("run").toFile().list().length);
        Ports.requireFree(settings.ports().amqp(), "the broker", "--port-amqp");
        Ports.requireFree(settings.ports().smtp(), "the capture", "--port-smtp");
    }
}
