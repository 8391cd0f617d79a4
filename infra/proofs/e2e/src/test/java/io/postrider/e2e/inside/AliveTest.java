package io.postrider.e2e.inside;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.LocalSettings;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A service is alive only while all of it is, and without memory it ends. Ingest and sender run as if they were started by hand,
 * without the option that has the virtual machine end them.
 */
@DisabledIfSystemProperty(
        named = "postrider.native",
        matches = "true",
        disabledReason = "nothing can be loaded into executables")
class AliveTest {
    /** Longer than the check takes, shorter than the probe's: a connection of the blocked loop is not answered. */
    private static final Duration ANSWER = Duration.ofSeconds(8);

    private static final int OUT_OF_MEMORY = 3;

    private static LocalSystem system;

    @BeforeAll
    static void start() {
        LocalSettings settings = LocalSettings.in(Path.of("target", "alive").toAbsolutePath())
                .fresh(true)
                .withProgress(System.out::println);
        for (String byHand : new String[] {"ingest", "sender"}) {
            settings.withJvmOptions(byHand, "-XX:-ExitOnOutOfMemoryError");
        }
        system = LocalSystem.start(settings);
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "router", "sender"})
    void aBlockedLoopMakesTheServiceNotAliveAlthoughOthersServe(String name) throws IOException {
        ServiceProcess service = system.service(name);
        await().until(() -> live(service) == 200);
        Path released = Path.of("target", "alive", name + "-released").toAbsolutePath();
        Files.deleteIfExists(released);
        Sabotage.BLOCK_LOOP.in(service, released.toString());
        try {
            // No answer if it is the loop of the management port that is blocked: then the probe fails by its timeout.
            await().until(() -> live(service) != 200);
        } finally {
            Files.createFile(released);
        }
        await().until(() -> live(service) == 200);
        assertTrue(service.alive());
    }

    /** 0 if there is no answer. */
    private static int live(ServiceProcess service) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.management().resolve("/q/health/live"))
                .timeout(ANSWER)
                .build();
        try {
            // A client for each request, so a connection, and mostly another loop, for each.
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()
                    .send(request, BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "router, FILL_AND_GO_ON",
        "router, FILL_IN_THREAD",
        "router, FILL_ON_LOOP",
        "ingest, FILL_IN_THREAD",
        "ingest, FILL_ON_LOOP",
        "sender, FILL_IN_THREAD",
        "sender, FILL_ON_LOOP"
    })
    void withoutMemoryAServiceEnds(String name, Sabotage deed) throws IOException {
        ServiceProcess service = system.service(name);
        service.start();

        deed.in(service, "");

        await().until(() -> !service.alive());
        assertEquals(OUT_OF_MEMORY, service.exitCode());
        assertTrue(Files.readString(service.log()).contains("Terminating due to java.lang.OutOfMemoryError"));
    }

    @Test
    void brokerEndsWithoutMemoryToo() {
        String command = ProcessHandle.of(system.broker().pid())
                .flatMap(process -> process.info().commandLine())
                .orElse("");
        assertTrue(command.contains("-XX:+ExitOnOutOfMemoryError"), command);
    }
}
