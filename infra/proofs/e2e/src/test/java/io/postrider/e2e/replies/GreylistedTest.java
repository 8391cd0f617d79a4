package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** 451 4.7.1: greylisting; the second try is taken, and nothing is slowed down by it. */
class GreylistedTest {

    @Test
    void greylistedMailIsTakenAtTheSecondTry() {
        Script grey = Script.refuseRecipient("", 451, "4.7.1 Greylisted, please try again later")
                .firstTimes(1);
        try (MailServer server = MailServer.that("grey", grey)) {
            server.sent("transactional")
                    .becomes("delivered")
                    .events(2)
                    .event(0, "deferred 451 4.7.1 1 greylisting")
                    .event(1, "delivered 250 2.0.0 2 -")
                    .waited(0, 1, Duration.ofSeconds(1));
            server.counts(1, "postrider_sender_refusals_total", "category=\"greylisting\"");
            assertEquals(0, Suppressions.of(server));
        }
    }
}
