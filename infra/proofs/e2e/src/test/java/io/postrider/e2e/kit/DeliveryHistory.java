package io.postrider.e2e.kit;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the API tells of a message to one recipient. */
public record DeliveryHistory(Api api, String id) {

    /** Waits until the delivery is in this state. */
    public DeliveryHistory becomes(String state) {
        await().untilAsserted(() -> assertEquals(
                1, api.get("/v1/messages/" + id).path("counts").path(state).asInt(), () -> events().toString()));
        return this;
    }

    public List<JsonNode> events() {
        List<JsonNode> events = new ArrayList<>();
        api.get("/v1/messages/" + id + "/events").path("events").forEach(events::add);
        return events;
    }

    /** @param told the type, code, enhanced code, attempt and category of the event, a word each; {@code -} for none */
    public DeliveryHistory event(int place, String told) {
        JsonNode event = events().get(place);
        String tells = "%s %s %s %d %s"
                .formatted(
                        event.path("type").asText(),
                        text(event, "code"),
                        text(event, "enhanced_code"),
                        event.path("attempt").asInt(),
                        text(event, "category"));
        assertEquals(told, tells, event.toString());
        return this;
    }

    public DeliveryHistory events(int count) {
        assertEquals(count, events().size(), () -> events().toString());
        return this;
    }

    public DeliveryHistory reply(int place, String words) {
        String reply = events().get(place).path("reply").asText();
        assertTrue(reply.contains(words), reply);
        return this;
    }

    /** Ends the message, so that none of its mail is retried during another test. */
    public DeliveryHistory cancel() {
        assertEquals(202, api.post("/v1/messages/" + id + "/cancel", "").statusCode());
        return becomes("cancelled");
    }

    /** The time between two attempts: no less than the planned one with its jitter. */
    public DeliveryHistory waited(int before, int after, Duration planned) {
        Duration waited = Duration.between(at(before), at(after));
        assertTrue(waited.toMillis() >= planned.toMillis() * 0.85, "waited only " + waited);
        return this;
    }

    private Instant at(int place) {
        return Instant.parse(events().get(place).path("at").asText());
    }

    private static String text(JsonNode event, String field) {
        return event.path(field).isMissingNode() || event.path(field).isNull()
                ? "-"
                : event.path(field).asText();
    }
}
