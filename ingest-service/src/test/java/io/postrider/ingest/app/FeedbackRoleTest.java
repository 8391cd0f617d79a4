package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.ReportClient;
import io.postrider.ingest.feedback.reports.listener.ReportListener;
import io.postrider.ingest.feedback.reports.read.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A process with the role {@code feedback} alone. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(FeedbackRoleTest.Feedback.class)
class FeedbackRoleTest {
    public static class Feedback implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("postrider.roles", "feedback");
        }
    }

    @Inject
    ReportListener listener;

    @Inject
    MeterRegistry registry;

    @Test
    void reportIsTaken() {
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            String report = Samples.of("arf-redacted", "<>", UUID.randomUUID().toString());
            String reply = client.bring(report, Neighbours.FEEDBACK_ADDRESS);
            assertTrue(reply.startsWith("250"), reply);
        }
        assertEquals(
                1,
                registry.get("postrider.ingest.reports.dropped")
                        .tag("reason", "untraceable")
                        .counter()
                        .count());
    }

    @Test
    void mailIsNotAccepted() {
        Api.Answer answer = Api.post("/v1/messages", Api.message(1).toString());
        assertEquals(404, answer.status());
        assertTrue(answer.body().get("detail").asText().contains("\"intake\""), answer.body()::toString);
        assertEquals(404, Api.get("/v1/audit").status());
    }

    @Test
    void nothingOfOtherRolesIsMeasured() {
        assertTrue(registry.find("postrider.ingest.outbox.lag").gauges().isEmpty());
        assertTrue(registry.find("postrider.audit.at").gauges().isEmpty());
        assertTrue(registry.find("postrider.ingest.queue.batches").gauges().isEmpty());
        assertEquals(200, Api.health("ready").status());
    }
}
