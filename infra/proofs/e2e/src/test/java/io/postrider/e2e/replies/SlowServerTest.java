package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import org.junit.jupiter.api.Test;

/** A server of one byte a second: given up after the timeout; meanwhile everybody else is served. */
class SlowServerTest {

    @Test
    void aSlowServerHoldsUpNobodyElse() {
        try (MailServer slow = MailServer.that("snail", Script.at(SmtpStage.GREETING, Action.drip(1)));
                MailServer quick = MailServer.that("quick", Script.acceptAll())) {
            DeliveryHistory waiting = slow.sent("bulk");
            for (int i = 0; i < 20; i++) {
                quick.sent("bulk").becomes("delivered");
            }
            waiting.becomes("deferred").event(0, "deferred - - 0 network");
            slow.sink().script(Script.acceptAll());
            waiting.becomes("delivered");
            assertEquals(1, slow.mails().size());
            assertEquals(0, Suppressions.of(slow));
        }
    }
}
