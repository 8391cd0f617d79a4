package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import org.junit.jupiter.api.Test;

/** 554 after DATA: taken for spam; bounced, and a block says nothing about the address. */
class TakenForSpamTest {

    @Test
    void spamBlockBouncesAndSuppressesNobody() {
        Script spam = Script.at(SmtpStage.END_OF_DATA, Action.answer(554, "5.7.1 message rejected as spam"));
        try (MailServer server = MailServer.that("spam", spam)) {
            server.sent("bulk").becomes("bounced").events(1).event(0, "bounced 554 5.7.1 1 spam_block");
            assertEquals(0, server.mails().size());
            server.counts(1, "postrider_sender_refusals_total", "category=\"spam_block\"");
            assertEquals(0, Suppressions.of(server));
        }
    }
}
