package io.postrider.e2e.replies;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpStage;
import org.junit.jupiter.api.Test;

/** A server that breaks its TLS handshake: nothing is sent in plain text, and it costs no attempt. */
class BadTlsTest {

    @Test
    void brokenTlsKeepsTheMailFromBeingSentInPlainText() {
        SmtpSink.Settings settings = SmtpSink.Settings.PLAIN.withTls(SmtpSink.Tls.STARTTLS);
        Script broken = Script.at(SmtpStage.STARTTLS, Action.breakTls());
        try (MailServer server = MailServer.that("badtls", settings, broken, "tls: starttls")) {
            DeliveryHistory sent =
                    server.sent("standard").becomes("deferred").events(1).event(0, "deferred - - 0 network");
            await().until(() -> server.counted("postrider_sender_outcomes_total", "state=\"deferred\"") >= 2);
            assertEquals(0, server.mails().size());
            assertEquals(0, Suppressions.of(server));
            assertTrue(server.health().contains("badtls"), server.health());
            sent.cancel();
        }
    }
}
