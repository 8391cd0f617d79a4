package io.postrider.e2e;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.neighbours.smtp.BounceReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mail that was taken and bounces later: the report comes back to its return path and suppresses the address. */
class BounceReportTest {
    private final Everything everything = Everything.get();

    @Test
    void aLateBounceIsRecordedAndSuppressesTheAddress() {
        List<String> address = Everything.addresses("late", 1);
        Story story = new Story(everything.api(), everything.api().accepted(Api.message("bulk", address)));
        story.becomes("delivered");
        String returnPath = everything.mails(address.get(0)).get(0).envelopeFrom();
        assertEquals("250", new BounceReport(address.get(0), returnPath).sentTo(everything.reportPort()));
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
    void aForgedReturnPathIsRefused() {
        List<String> address = Everything.addresses("forged", 1);
        Story story = new Story(everything.api(), everything.api().accepted(Api.message("bulk", address)));
        story.becomes("delivered");
        String returnPath = everything.mails(address.get(0)).get(0).envelopeFrom();
        char last = returnPath.charAt(returnPath.indexOf('@') - 1);
        String forged = returnPath.replace(last + "@", (last == 'a' ? 'b' : 'a') + "@");
        assertTrue(
                new BounceReport(address.get(0), forged)
                        .sentTo(everything.reportPort())
                        .startsWith("5"),
                forged);
        story.events(1);
    }
}
