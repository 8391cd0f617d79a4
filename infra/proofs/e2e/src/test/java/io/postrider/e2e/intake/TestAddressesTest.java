package io.postrider.e2e.intake;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.SharedSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The addresses at {@code test.postrider.invalid}, for which the routes file has no route and no name server an answer. */
class TestAddressesTest {
    private static final String DOMAIN = "@test.postrider.invalid";

    private final SharedSystem shared = SharedSystem.get();

    private DeliveryHistory sent(String local) {
        return sent(Api.message("transactional", List.of(local + DOMAIN)));
    }

    private DeliveryHistory sent(ObjectNode message) {
        return new DeliveryHistory(shared.api(), shared.api().accepted(message));
    }

    @Test
    void deliveredIsDelivered() {
        sent("delivered+a").becomes("delivered").events(1).event(0, "delivered 250 2.0.0 1 -");
    }

    @Test
    void bouncedBouncesEveryTime() {
        for (int time = 0; time < 2; time++) {
            sent("bounced").becomes("bounced").events(1).event(0, "bounced 550 5.1.1 1 bad_mailbox");
        }
        assertEquals(0, shared.number("select count(*) from suppression where email like '%" + DOMAIN + "'"));
    }

    @Test
    void deferredIsDeliveredAtTheSecondAttempt() {
        sent("deferred+a")
                .becomes("delivered")
                .events(2)
                .event(0, "deferred 451 4.7.1 1 greylisting")
                .event(1, "delivered 250 2.0.0 2 -")
                .waited(0, 1, Duration.ofSeconds(1));
    }

    @Test
    void complainedIsDeliveredAndComplainsEveryTime() {
        for (int time = 0; time < 2; time++) {
            sent("complained")
                    .becomes("delivered")
                    .events(2)
                    .event(0, "delivered 250 2.0.0 1 -")
                    .event(1, "complained - - 1 -");
        }
    }

    @Test
    void suppressedIsNotMailed() {
        sent("suppressed")
                .becomes("suppressed")
                .events(1)
                .event(0, "suppressed - - 0 -")
                .reply(0, "test address");
    }

    @Test
    void fullIsDeferredUntilItExpires() {
        DeliveryHistory history =
                sent(Api.message("transactional", List.of("full+a" + DOMAIN)).put("expires_in", "PT12S"));
        await().until(() -> !history.events().isEmpty());
        history.event(0, "deferred 452 4.2.2 1 full_mailbox").becomes("expired");
    }

    @Test
    void anotherIsRefusedWithTheNamesOfThese() {
        sent("nobody").becomes("bounced").reply(0, "delivered, bounced, deferred, complained, suppressed, full");
    }

    @Test
    void aMessageToTestAddressesAndOthersIsSplit() {
        List<String> others = SharedSystem.addresses("beside-tests", 2);
        DeliveryHistory history = sent(Api.message(
                "bulk", List.of(others.get(0), "bounced+b" + DOMAIN, "delivered+b" + DOMAIN, others.get(1))));
        await().untilAsserted(() -> {
            JsonNode counts = shared.api().get("/v1/messages/" + history.id()).path("counts");
            assertEquals(3, counts.path("delivered").asInt(), counts.toString());
            assertEquals(1, counts.path("bounced").asInt(), counts.toString());
        });
        shared.eachMailedOnce(others);
        assertTrue(shared.mails("delivered+b" + DOMAIN).isEmpty());
        shared.booksBalance();
    }
}
