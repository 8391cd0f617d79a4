package io.postrider.images.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.helm.Release;
import io.postrider.images.build.ImageException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenderedContainerTest {
    private static RenderedContainer container(String service, Map<String, ?> changes) {
        return new RenderedContainer(Release.of("postrider", "containers", changes), service);
    }

    private static List<String> command(String service, Map<String, ?> changes) {
        return container(service, changes).command(List.of("--volume", "/a:/b:ro"));
    }

    private static void has(List<String> command, String... words) {
        assertTrue(
                String.join(" ", command).contains(String.join(" ", words)),
                () -> String.join(" ", words) + " in " + command);
    }

    @Test
    void isAsRestrictedAsItsPod() {
        List<String> command = command("ingest", Map.of());
        has(command, "--user", "10001:10001");
        has(command, "--group-add", "10001");
        has(command, "--read-only", "--read-only-tmpfs=false");
        has(command, "--cap-drop", "ALL");
        has(command, "--security-opt", "no-new-privileges");
        has(command, "--memory", "1024m", "--memory-swap", "1024m");
        has(command, "--volume", "/a:/b:ro");
    }

    @Test
    void secretsComeFromTheEnvironmentAndTheRestFromTheConfigMap() {
        List<String> command = command("ingest", Map.of());
        has(command, "--env", "POSTRIDER_REPORT_TLS_CERTIFICATE=/etc/postrider/report-tls/tls.crt");
        for (String secret : List.of(
                "QUARKUS_DATASOURCE_PASSWORD",
                "POSTRIDER_BROKER_PASSWORD",
                "POSTRIDER_API_KEY",
                "POSTRIDER_VERP_KEYS")) {
            assertTrue(command.contains(secret), () -> secret + " in " + command);
        }
        assertFalse(command.stream().anyMatch(word -> word.startsWith("POSTRIDER_API_KEY=")));
    }

    @Test
    void theImageIsTheOneThatWasBuiltHereAndItsCommandThatOfTheChart() {
        List<String> jvm = command("router", Map.of());
        assertEquals("localhost/postrider/router-service:0.1.0-SNAPSHOT-jvm", jvm.get(jvm.size() - 1));
        assertTrue(jvm.get(jvm.indexOf("--entrypoint") + 1).startsWith("[\"/opt/java/openjdk/bin/java\","));
        List<String> executable = command("router", Map.of("image.flavour", "native"));
        assertFalse(executable.contains("--entrypoint"));
        has(executable, "localhost/postrider/router-service:0.1.0-SNAPSHOT-native", "-Xmx");
    }

    @Test
    void graceBeginsAfterThePauseBeforeSigterm() {
        Map<String, ?> changes = Map.of("ingest.terminationGracePeriodSeconds", 45, "ingest.preStopSeconds", 7);
        assertEquals(Duration.ofSeconds(38), container("ingest", changes).grace());
        assertEquals(
                Duration.ofSeconds(130),
                container("sender", Map.of("sender.terminationGracePeriodSeconds", 130))
                        .grace());
    }

    /** Otherwise it would be omitted here, and the fault would go unnoticed. */
    @Test
    void whatIsRenderedAndNotKnownIsRefused() {
        Map<String, ?> changes = Map.of("router.containerSecurityContext.procMount", "Default");
        assertThrows(ImageException.class, () -> command("router", changes));
    }
}
