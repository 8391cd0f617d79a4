package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Images of both flavours are given their memory limit. */
class MemoryTest {

    @Test
    void nativeImagesGetTheirHeapAsAnArgument() {
        Release release = Release.of("native");
        Manifest ingest = release.deployment("ingest").containers().get(0);
        assertEquals("[-Xmx512m]", ingest.text("args"));
        assertFalse(ingest.at("command").there());
        assertTrue(ingest.text("image").matches("localhost/postrider/ingest-service@sha256:0+1"));
        Manifest other = Release.of(
                        "postrider",
                        "native",
                        Map.of("ingest.resources.limits.memory", "2Gi", "ingest.heapPercent", 50))
                .deployment("ingest");
        assertEquals("[-Xmx1024m]", other.containers().get(0).text("args"));
    }

    @Test
    void javaGetsAPercentage() {
        Release release = Release.of("jvm");
        for (String service : Release.SERVICES) {
            Manifest container = release.deployment(service).containers().get(0);
            assertFalse(container.at("args").there());
            assertTrue(container.text("command").contains("-XX:MaxRAMPercentage=50"));
            // It would put a line into the log that is not JSON, and the user's own would take its place.
            assertFalse(release.environment(service).containsKey("JAVA_TOOL_OPTIONS"));
            assertEquals("localhost/postrider/" + service + "-service:0.1.0-jvm", container.text("image"));
        }
    }

    /** Measured under load, ingest-service on a JVM of 460 MiB: 240 MiB for classes, code and the allocator, next to its buffers. */
    @Test
    void whatIsNotHeapHasItsPlaceInTheLimit() {
        Release release = Release.of("postrider", "defaults", Map.of("image.flavour", "jvm"));
        for (String service : Release.SERVICES) {
            Manifest container = release.deployment(service).containers().get(0);
            String limit = container.text("resources.limits.memory");
            int mebibytes = Integer.parseInt(limit.replace("Mi", ""));
            String options = container.text("command");
            int heap = mebibytes * number(options, "MaxRAMPercentage=(\\d+)") / 100;
            int buffers = number(options, "MaxDirectMemorySize=(\\d+)m");
            assertTrue(buffers >= 64, options);
            assertTrue(mebibytes - heap - buffers >= 240, service + ": " + limit + " " + options);
        }
    }

    private static int number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void registryComesFirst() {
        Manifest pod = Release.of("production").deployment("sender").pod();
        assertEquals("registry.shop.example/postrider/sender-service:0.1.0-native", pod.text("containers.0.image"));
        assertEquals("registry", pod.text("imagePullSecrets.0.name"));
    }

    @Test
    void replicasAreLeftToWhateverScales() {
        Release release = Release.of("keda");
        for (String service : Release.SERVICES) {
            assertFalse(release.deployment(service).at("spec.replicas").there());
        }
        assertEquals(1, release.all("HorizontalPodAutoscaler").size());
        assertEquals(2, release.all("ScaledObject").size());
        assertEquals(2, Release.of("defaults").deployment("ingest").number("spec.replicas"));
    }
}
