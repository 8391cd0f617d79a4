package io.postrider.ingest.feedback.reports;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.api.RawCall;
import io.postrider.ingest.api.ReportClient;
import io.postrider.ingest.feedback.reports.listener.ReportListener;
import io.postrider.tokens.ReturnPath;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What takes too long is ended. The other tests have long times for the same, since they are not about them. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(ShortTimeoutsTest.ShortTimeouts.class)
class ShortTimeoutsTest {

    public static class ShortTimeouts implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "postrider.audit.timeout", "1s",
                    "postrider.submit.body-timeout", "2s",
                    "postrider.report.session", "5s");
        }
    }

    @Inject
    ReportListener listener;

    @Inject
    MeterRegistry registry;

    @Test
    void anAuditThatTakesTooLongIsA503AndLeavesNothingRunning() {
        Books.whileLocked("lock table message in access exclusive mode", () -> {
            Api.Answer answer = Api.get("/v1/audit");
            assertEquals(503, answer.status());
            assertTrue(
                    answer.body().get("type").asText().endsWith(":audit-too-slow"),
                    answer.body().toString());
            await().until(() -> Books.waitingForALock("from message") == 0);
        });
        await().until(() -> Api.get("/v1/audit").status() == 200);
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsAnswered408() {
        try (RawCall call = new RawCall()) {
            call.post("Content-Length: 1000").write("{");
            String head = call.head();
            assertTrue(head.startsWith("HTTP/1.1 408 "), head);
            assertTrue(head.toLowerCase(Locale.ROOT).contains("content-type: application/problem+json"), head);
            assertTrue(head.toLowerCase(Locale.ROOT).contains("connection: close"), head);
        }
    }

    @Test
    void aReportThatIsSentSlowlyIsHungUpOn() {
        ReturnPath paths = new ReturnPath(Neighbours.BOUNCE_DOMAIN, List.of(Neighbours.VERP_KEY));
        double before = tooSlow();
        try (ReportClient client = ReportClient.greeted(listener.port())) {
            client.say("MAIL FROM:<>");
            client.say("RCPT TO:<" + paths.sign(UUID.randomUUID(), 0) + ">");
            client.say("DATA");
            await().ignoreException(UncheckedIOException.class)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        if (tooSlow() > before) {
                            return true;
                        }
                        client.write("x");
                        return false;
                    });
            assertEquals("", client.reply());
        }
    }

    private double tooSlow() {
        return registry.find("postrider.ingest.reports.refused").tags("reason", "too_slow").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
