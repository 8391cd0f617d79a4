package io.postrider.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.postrider.helm.values.ServiceConfig;
import io.postrider.ingest.model.DispatchSettings;
import io.postrider.queue.BrokerSettings;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pod is given the time that its service takes to stop in order. */
class DrainTest {
    private static final int MARGIN = 5;
    /** What the code waits for beside its settings, in seconds: see the constants of Dispatch, Receiver and Delivery. */
    private static final Map<String, Integer> FIXED = Map.of("ingest", 2, "router", 5, "sender", 5 + 11);

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "router", "sender"})
    void graceIsLongerThanTheLongestStop(String service) throws Exception {
        Release release = Release.of("defaults");
        Manifest pod = release.deployment(service).pod();
        int preStop = pod.at("containers.0.lifecycle").there()
                ? pod.number("containers.0.lifecycle.preStop.sleep.seconds")
                : 0;
        int longest = preStop + longestStop(service, release) + MARGIN;
        assertTrue(pod.number("terminationGracePeriodSeconds") >= longest, service + " needs " + longest);
        // Nor can anybody set less than the service alone takes.
        JsonNode schema = new ObjectMapper().readTree(Project.text("infra/helm/postrider/values.schema.json"));
        int least = schema.at("/properties/" + service + "/properties/terminationGracePeriodSeconds/minimum")
                .asInt();
        assertTrue(least >= longestStop(service, release) - MARGIN, service + " " + least);
    }

    private static int longestStop(String service, Release release) {
        SmallRyeConfig config = ServiceConfig.of(service, release.environment(service));
        // As Quarkus reads it: "10s" or "25S".
        Duration calls = config.getValue("quarkus.shutdown.timeout", Duration.class);
        Duration work = service.equals("ingest")
                ? config.getConfigMapping(DispatchSettings.class).grace()
                : config.getConfigMapping(BrokerSettings.class).grace();
        return (int) calls.plus(work).toSeconds() + FIXED.get(service);
    }

    @Test
    void onlyThePodThatIsCalledSleepsBeforeItStops() {
        Release release = Release.of("defaults");
        assertEquals("5", release.deployment("ingest").pod().text("containers.0.lifecycle.preStop.sleep.seconds"));
        assertTrue(
                !release.deployment("router").pod().at("containers.0.lifecycle").there());
        assertTrue(
                !release.deployment("sender").pod().at("containers.0.lifecycle").there());
    }

    @Test
    void noPodIsTakenAwayBeforeAnotherOneIsReady() {
        for (Manifest deployment : Release.of("everything").all("Deployment")) {
            assertEquals(0, deployment.number("spec.strategy.rollingUpdate.maxUnavailable"));
        }
    }
}
