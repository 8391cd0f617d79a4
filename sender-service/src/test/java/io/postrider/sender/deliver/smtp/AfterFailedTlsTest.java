package io.postrider.sender.deliver.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpSink.Settings;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.routing.Route.Tls;
import io.postrider.sender.deliver.Relay;
import io.postrider.sender.deliver.TestMails;
import io.postrider.sender.deliver.WithSink;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Handover.Unreachable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server whose TLS fails now and then, and that takes no mail without. */
class AfterFailedTlsTest extends WithSink {

    private SmtpTransport start() {
        server(Settings.PLAIN.withTls(SmtpSink.Tls.STARTTLS));
        return closedAtEnd(new SmtpTransport(
                vertx, Relay.to("127.0.0.1", sink.port(), Tls.OPPORTUNISTIC, null), Relay.settings(patience)));
    }

    private static Script failing(SmtpStage stage, int code, String text, int connections) {
        Action refused = Action.answer(code, text);
        return moment -> {
            if (moment.connection() > connections) {
                return Action.proceed();
            }
            return moment.stage() == SmtpStage.STARTTLS
                    ? Action.answer(454, "TLS not available")
                    : moment.stage() == stage ? refused : Action.proceed();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MAIL        | 530 | 5.7.0 Must issue a STARTTLS command first",
                "RCPT        | 550 | 5.7.10 Not without encryption",
                "DATA        | 538 | not like this",
                "END_OF_DATA | 553 | This route requires encryption (TLS)",
                "MAIL        | 451 | 4.7.1 TLS/SSLv3 Connection required"
            })
    void theMailIsTriedAgainWithTls(SmtpStage stage, int code, String text) {
        SmtpTransport transport = start();
        sink.script(failing(stage, code, text, 1));

        assertAccepted(deliver(transport, TestMails.to("ann@mail.example")));

        assertEquals(1, mails.size());
        assertTrue(mails.peek().manner().encrypted());
        assertEquals(2, sink.connectionsEver());
    }

    @Test
    void whereTlsFailsEachTimeTheMailIsDeferred() {
        SmtpTransport transport = start();
        sink.script(failing(SmtpStage.MAIL, 530, "5.7.0 Must issue a STARTTLS command first", Integer.MAX_VALUE));

        Unreachable unreachable = unreachable(deliver(transport, TestMails.to("ann@mail.example")));

        assertTrue(unreachable.begun());
        assertFalse(unreachable.reply().permanent());
        assertEquals(3, sink.connectionsEver());
    }

    @Test
    void anotherRefusalInPlainTextIsOfTheMail() {
        SmtpTransport transport = start();
        sink.script(failing(SmtpStage.RCPT, 550, "5.1.1 no such user", 1));

        Handover handover = deliver(transport, TestMails.to("ann@mail.example"));

        assertEquals(550, refusal(handover).code());
        assertEquals(1, sink.connectionsEver());
    }
}
