package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that falls silent before DATA: given up after the timeout, and tried again. */
class HangsBeforeDataTest {

    @Test
    void silenceBeforeDataEndsInTime() {
        Script silent = Script.at(SmtpStage.DATA, Action.hang()).firstTimes(1);
        try (MailServer server = MailServer.that("silent", silent)) {
            server.sent("standard")
                    .becomes("delivered")
                    .events(2)
                    .event(0, "deferred - - 1 network")
                    .event(1, "delivered 250 2.0.0 2 -")
                    .waited(0, 1, Duration.ofSeconds(1));
            assertEquals(1, server.mails().size());
            server.counts(1, "postrider_sender_refusals_total", "category=\"network\"");
            assertEquals(0, Suppressions.of(server));
        }
    }
}
