package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** 421 in DATA: an answer to this mail; the attempt counts, and the next one is taken. */
class TurnedAwayInDataTest {

    @Test
    void turnedAwayInDataIsTriedAgain() {
        Script away = Script.at(SmtpStage.END_OF_DATA, Action.answer(421, "4.3.2 shutting down"))
                .firstTimes(1);
        try (MailServer server = MailServer.that("leaving", away)) {
            server.sent("standard")
                    .becomes("delivered")
                    .events(2)
                    .event(0, "deferred 421 4.3.2 1 network")
                    .event(1, "delivered 250 2.0.0 2 -")
                    .waited(0, 1, Duration.ofSeconds(1));
            assertEquals(1, server.mails().size());
            assertEquals(0, Suppressions.of(server));
        }
    }
}
