package io.postrider.ingest.feedback.reports.read;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.ReportClient;
import io.postrider.ingest.feedback.reports.listener.RunningListener;
import io.postrider.tokens.ReturnPath;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that bring bounces, and how they say so. */
class OddReportersTest {
    private static final String PATH =
            new ReturnPath(RunningListener.DOMAIN, List.of(RunningListener.KEY)).sign(UUID.randomUUID(), 7);

    /** RFC 1870, 3461, 6152, 6531: what a server says of the mail is taken, in any case and though we offer some of it not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<>",
                "mail from:<>",
                "MAIL FROM:<> SIZE=12345",
                "MAIL FROM:<> BODY=8BITMIME",
                "MAIL FROM:<> body=8bitmime size=99",
                "MAIL FROM:<> RET=HDRS ENVID=QQ314159",
                "MAIL FROM:<> SMTPUTF8 BODY=8BITMIME",
                "MAIL FROM:<> RET= ENVID= BODY=8BITMIME SMTPUTF8",
                "MAIL FROM: <>",
                "MAIL FROM:<mailer-daemon@mx.mail.example>"
            })
    void parametersOfAMailAreTaken(String command) {
        try (RunningListener listener = RunningListener.with();
                ReportClient client = listener.greeted("127.0.0.7")) {
            client.expect("250", client.say("EHLO mx.mail.example"));
            client.expect("250", client.say(command));
            for (String path : List.of(PATH, PATH.toUpperCase(Locale.ROOT), PATH.toLowerCase(Locale.ROOT))) {
                String reply = client.say("RCPT TO:<" + path + "> NOTIFY=NEVER ORCPT=rfc822;ann@mail.example");
                assertTrue(reply.startsWith("250"), reply);
            }
        }
    }
}
