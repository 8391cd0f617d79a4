package io.postrider.ingest.app;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process with the role {@code intake} alone. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(IntakeRoleTest.Intake.class)
class IntakeRoleTest {
    public static class Intake implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("postrider.roles", "intake");
        }
    }

    @Inject
    MeterRegistry registry;

    @Test
    void mailIsAcceptedAndPublished() {
        assertEquals(202, Api.post("/v1/messages", Api.message(1).toString()).status());
        await().until(() -> registry.get("postrider.ingest.published").counters().stream()
                        .mapToDouble(counter -> counter.count())
                        .sum()
                >= 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/audit", "/v1/routes", "/v1/dead-letters", "/v1/messages", "/v1/suppressions"})
    void callOfAnotherRoleIsAnsweredWithTheRoleThatIsMissing(String path) {
        Api.Answer answer = Api.get(path);
        assertEquals(404, answer.status());
        String detail = answer.body().get("detail").asText();
        assertTrue(detail.contains("\"control\"") && detail.contains("postrider.roles"), detail);
    }

    @Test
    void nothingOfOtherRolesIsMeasured() {
        assertTrue(registry.find("postrider.ingest.outbox.lag").gauges().size() > 0);
        assertTrue(registry.find("postrider.ingest.queue.batches").gauges().isEmpty());
        assertTrue(registry.find("postrider.audit.at").gauges().isEmpty());
        assertTrue(registry.find("postrider.ingest.dead.waiting").gauges().isEmpty());
        assertTrue(
                registry.find("postrider.ingest.reports.connections").gauges().isEmpty());
        assertFalse(Api.health("ready").body().toString().contains("\"role\":\"off\""));
    }
}
