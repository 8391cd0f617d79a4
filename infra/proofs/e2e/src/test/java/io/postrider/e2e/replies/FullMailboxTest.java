package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Script;
import org.junit.jupiter.api.Test;

/** 552: the mailbox is full; bounced on the server's word, the address stays mailable. */
class FullMailboxTest {

    @Test
    void fullMailboxBouncesAndStaysMailable() {
        Script full =
                Script.refuseRecipient("", 552, "5.2.2 mailbox over quota").firstTimes(1);
        try (MailServer server = MailServer.that("full", full)) {
            server.sent("bulk").becomes("bounced").events(1).event(0, "bounced 552 5.2.2 1 full_mailbox");
            assertEquals(0, Suppressions.of(server));
            server.sent("bulk").becomes("delivered");
            server.counts(1, "postrider_sender_refusals_total", "category=\"full_mailbox\"");
        }
    }
}
