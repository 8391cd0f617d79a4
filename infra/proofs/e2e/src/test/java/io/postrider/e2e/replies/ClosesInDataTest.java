package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A server that closes while the mail is written: not taken, tried again. */
class ClosesInDataTest {

    @Test
    void closedInDataIsTriedAgain() {
        Script closing =
                Script.at(SmtpStage.DATA, Action.inBody(100, Action.close())).firstTimes(1);
        try (MailServer server = MailServer.that("closing", closing)) {
            server.sent("standard")
                    .becomes("delivered")
                    .events(2)
                    .event(0, "deferred - - 1 network")
                    .event(1, "delivered 250 2.0.0 2 -")
                    .waited(0, 1, Duration.ofSeconds(1));
            assertEquals(1, server.mails().size());
            assertEquals(0, Suppressions.of(server));
        }
    }
}
