package io.postrider.e2e.replies;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import org.junit.jupiter.api.Test;

/** A server that falls silent after the last dot: its answer is unknown, so the mail is sent again (RFC 1047). */
class HangsAfterDataTest {

    @Test
    void silenceAfterDataIsTriedAgainWithTheSameMessageId() {
        Script mute = Script.at(SmtpStage.END_OF_DATA, Action.hang()).firstTimes(1);
        try (MailServer server = MailServer.that("mute", mute)) {
            server.sent("standard")
                    .becomes("delivered")
                    .events(2)
                    .event(0, "deferred - - 1 network")
                    .event(1, "delivered 250 2.0.0 2 -");
            assertEquals(1, server.mails().size());
            server.counts(1, "postrider_sender_refusals_total", "category=\"network\"");
            assertEquals(0, Suppressions.of(server));
        }
    }
}
