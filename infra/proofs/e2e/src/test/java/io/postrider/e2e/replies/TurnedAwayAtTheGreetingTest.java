package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import org.junit.jupiter.api.Test;

/** 421 in the greeting: no server has seen the mail, so it costs no attempt. */
class TurnedAwayAtTheGreetingTest {

    @Test
    void turnedAwayMailKeepsItsFirstAttempt() {
        Script away = Script.at(SmtpStage.GREETING, Action.answer(421, "4.3.2 not today"));
        try (MailServer server = MailServer.that("away", away)) {
            DeliveryHistory history = server.sent("standard").becomes("deferred");
            server.sink().script(Script.acceptAll());
            history.becomes("delivered")
                    .events(2)
                    .event(0, "deferred 421 4.3.2 0 network")
                    .event(1, "delivered 250 2.0.0 1 -")
                    .reply(0, "not today");
            assertTrue(server.counted("postrider_sender_outcomes_total", "state=\"deferred\"") >= 1);
            assertEquals(0, Suppressions.of(server));
        }
    }
}
