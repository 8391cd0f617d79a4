package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Script;
import org.junit.jupiter.api.Test;

/** 550 5.1.1: bounced at once, and the address is suppressed for the next message. */
class UnknownMailboxTest {

    @Test
    void unknownMailboxBouncesAndIsSuppressed() {
        Script unknown = Script.refuseRecipient("", 550, "5.1.1 user unknown");
        try (MailServer server = MailServer.that("unknown", unknown)) {
            server.sent("bulk")
                    .becomes("bounced")
                    .events(1)
                    .event(0, "bounced 550 5.1.1 1 bad_mailbox")
                    .reply(0, "user unknown");
            server.counts(1, "postrider_sender_refusals_total", "category=\"bad_mailbox\"");
            assertEquals(1, Suppressions.of(server, "bad_mailbox"));
            server.sent("transactional").becomes("suppressed");
            server.counts(1, "postrider_sender_refusals_total", "category=\"bad_mailbox\"");
        }
    }
}
