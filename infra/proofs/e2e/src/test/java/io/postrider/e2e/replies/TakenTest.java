package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Script;
import org.junit.jupiter.api.Test;

/** 250: taken at the first attempt. */
class TakenTest {

    @Test
    void takenAtOnce() {
        try (MailServer server = MailServer.that("taken", Script.acceptAll())) {
            server.sent("standard").becomes("delivered").events(1).event(0, "delivered 250 2.0.0 1 -");
            assertEquals(1, server.mails().size());
            server.counts(1, "postrider_sender_outcomes_total", "state=\"delivered\"");
            assertEquals(0, Suppressions.of(server));
        }
    }
}
