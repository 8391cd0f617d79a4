package io.postrider.e2e;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mail that was taken and bounces later: the report comes back to its return path and suppresses the address. */
class BounceReportTest {
    private static final String REPORT = """
            From: MAILER-DAEMON@mx.mail.example\r
            To: %s\r
            Subject: Undelivered Mail Returned to Sender\r
            Auto-Submitted: auto-replied\r
            MIME-Version: 1.0\r
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
            \r
            --b\r
            Content-Type: text/plain\r
            \r
            I'm sorry to have to inform you that your message could not be delivered.\r
            --b\r
            Content-Type: message/delivery-status\r
            \r
            Reporting-MTA: dns; mx.mail.example\r
            \r
            Final-Recipient: rfc822; late-00000@mail.example\r
            Action: failed\r
            Status: 5.1.1\r
            Diagnostic-Code: smtp; 550 5.1.1 <late-00000@mail.example>: user unknown\r
            --b--\r
            """;

    private final Everything everything = Everything.get();

    @Test
    void aLateBounceIsRecordedAndSuppressesTheAddress() throws Exception {
        List<String> address = Everything.addresses("late", 1);
        Story story = new Story(everything.api(), everything.api().accepted(Api.message("bulk", address)));
        story.becomes("delivered");
        String returnPath = everything.mails(address.get(0)).get(0).envelopeFrom();
        assertEquals("250", reported(returnPath));
        await().until(() -> story.events().size() == 2);
        story.event(1, "bounced 550 5.1.1 1 bad_mailbox");
        JsonNode suppression = everything.api().get("/v1/suppressions/" + address.get(0));
        assertEquals("bad_mailbox", suppression.path("reason").asText(), suppression.toString());
        new Story(everything.api(), everything.api().accepted(Api.message("bulk", address)))
                .becomes("suppressed")
                .reply(
                        0,
                        "the address is suppressed since "
                                + suppression.path("created_at").asText().substring(0, 19));
    }

    @Test
    void aForgedReturnPathIsRefused() throws Exception {
        List<String> address = Everything.addresses("forged", 1);
        Story story = new Story(everything.api(), everything.api().accepted(Api.message("bulk", address)));
        story.becomes("delivered");
        String returnPath = everything.mails(address.get(0)).get(0).envelopeFrom();
        char last = returnPath.charAt(returnPath.indexOf('@') - 1);
        String forged = returnPath.replace(last + "@", (last == 'a' ? 'b' : 'a') + "@");
        assertTrue(reported(forged).startsWith("5"), forged);
        story.events(1);
    }

    /** The code of the last reply to the report. */
    private String reported(String returnPath) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", everything.reportPort())) {
            socket.setSoTimeout((int) Patience.LIMIT.toMillis());
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String code = reply(replies);
            for (String words : List.of(
                    "EHLO mx.mail.example",
                    "MAIL FROM:<>",
                    "RCPT TO:<" + returnPath + ">",
                    "DATA",
                    REPORT.formatted(returnPath) + ".")) {
                if (code.startsWith("4") || code.startsWith("5")) {
                    return code;
                }
                socket.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.US_ASCII));
                code = reply(replies);
            }
            return code;
        }
    }

    private static String reply(BufferedReader replies) throws IOException {
        String line = replies.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = replies.readLine();
        }
        return line == null ? "" : line.substring(0, 3);
    }
}
