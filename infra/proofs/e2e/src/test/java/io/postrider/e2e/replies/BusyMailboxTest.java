package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** 450: the mailbox is busy; tried again on schedule, the recipient stays mailable. */
class BusyMailboxTest {

    @Test
    void busyMailboxIsTriedAgainOnSchedule() {
        Script busy = Script.refuseRecipient("", 450, "4.2.1 mailbox busy").firstTimes(2);
        try (MailServer server = MailServer.that("busy", busy)) {
            server.sent("bulk")
                    .becomes("delivered")
                    .events(3)
                    .event(0, "deferred 450 4.2.1 1 other")
                    .event(1, "deferred 450 4.2.1 2 other")
                    .event(2, "delivered 250 2.0.0 3 -")
                    .waited(0, 1, Duration.ofSeconds(1))
                    .waited(1, 2, Duration.ofSeconds(2));
            assertEquals(1, server.mails().size());
            server.counts(2, "postrider_sender_refusals_total", "permanence=\"temporary\"");
            assertEquals(0, Suppressions.of(server));
        }
    }
}
