package io.postrider.e2e.sending;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wherever a message waits, it ends at its expiry and not days later. */
class ExpiryTest {
    /** Enough for a first attempt, however busy the machine. */
    private static final Duration LIFETIME = Duration.ofSeconds(12);

    private final SharedSystem shared = SharedSystem.get();

    private String sent(String lane, List<String> addresses) {
        ObjectNode message = Api.message(lane, addresses);
        message.put("expires_in", LIFETIME.toString());
        return shared.api().accepted(message);
    }

    /** Waits until this number of them has expired, which is not before their time. */
    private void expire(String id, int recipients, Instant accepted) {
        await().untilAsserted(() -> assertEquals(
                recipients,
                shared.api()
                        .get("/v1/messages/" + id)
                        .path("counts")
                        .path("expired")
                        .asInt()));
        Duration lived = Duration.between(accepted, Instant.now());
        assertTrue(lived.compareTo(LIFETIME) >= 0, "lived " + lived);
    }

    @Test
    void betweenTwoAttempts() {
        try (MailServer server = MailServer.that("never", Script.refuseRecipient("", 450, "4.2.0 not now"))) {
            Instant accepted = Instant.now();
            expire(sent("bulk", server.addresses(3)), 3, accepted);
            assertEquals(0, server.mails().size());
        }
    }

    @Test
    void withoutAnOpenRoute() {
        try (MailServer server =
                MailServer.that("closed", Script.at(SmtpStage.GREETING, Action.answer(421, "closed")))) {
            Instant accepted = Instant.now();
            expire(sent("bulk", server.addresses(30)), 30, accepted);
            assertEquals(0, server.mails().size());
        }
    }

    @Test
    void inTheLineOfAWayWithALimit() {
        try (MailServer server =
                MailServer.that("narrow", SmtpSink.Settings.PLAIN, Script.acceptAll(), "rate: 4/min")) {
            Instant accepted = Instant.now();
            expire(sent("bulk", server.addresses(20)), 19, accepted);
            assertEquals(1, server.mails().size());
        }
    }

    @Test
    void forAConnectionThatIsBusy() {
        Duration each = Duration.ofMillis(2_500);
        Script slow = Script.at(SmtpStage.END_OF_DATA, Action.wait(each, Action.proceed()));
        // Transactional mail has one of the three connections, which carries one mail at a time.
        try (MailServer server = MailServer.that("jam", SmtpSink.Settings.PLAIN, slow, "max_connections: 3")) {
            String id = sent("transactional", server.addresses(20));
            await().until(() -> count(id, "expired") + count(id, "delivered") == 20);
            long delivered = count(id, "delivered");
            assertEquals(delivered, server.mails().size());
            assertTrue(delivered >= 1 && delivered <= LIFETIME.dividedBy(each) + 2, delivered + " were delivered");
        }
    }

    private int count(String id, String state) {
        return shared.api().get("/v1/messages/" + id).path("counts").path(state).asInt();
    }

    @Test
    void whileTheBrokerIsAway() {
        shared.system().broker().stop();
        Instant accepted = Instant.now();
        List<String> addresses = SharedSystem.addresses("expires-in-outbox", 5);
        String id = sent("standard", addresses);
        await().until(() -> Instant.now().isAfter(accepted.plus(LIFETIME)));
        shared.system().broker().start();
        await().untilAsserted(() -> assertEquals(
                5,
                shared.api()
                        .get("/v1/messages/" + id)
                        .path("counts")
                        .path("expired")
                        .asInt()));
        assertTrue(shared.mails(addresses.get(0)).isEmpty());
    }
}
