package io.postrider.e2e.feedback;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.neighbours.smtp.BounceReport;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mail that was taken and bounces later: the report comes back to its return path and suppresses the address. */
class BounceReportTest {
    private final SharedSystem shared = SharedSystem.get();

    @Test
    void aLateBounceIsRecordedAndSuppressesTheAddress() {
        List<String> address = SharedSystem.addresses("late", 1);
        DeliveryHistory history =
                new DeliveryHistory(shared.api(), shared.api().accepted(Api.message("bulk", address)));
        history.becomes("delivered");
        String returnPath = shared.mails(address.get(0)).get(0).envelopeFrom();
        assertEquals("250", new BounceReport(address.get(0), returnPath).sentTo(shared.reportPort()));
        await().until(() -> history.events().size() == 2);
        history.event(1, "bounced 550 5.1.1 1 bad_mailbox");
        JsonNode suppression = shared.api().get("/v1/suppressions/" + address.get(0));
        assertEquals("bad_mailbox", suppression.path("reason").asText(), suppression.toString());
        new DeliveryHistory(shared.api(), shared.api().accepted(Api.message("bulk", address)))
                .becomes("suppressed")
                .reply(
                        0,
                        "the address is suppressed since "
                                + suppression.path("created_at").asText().substring(0, 19));
    }

    @Test
    void aForgedReturnPathIsRefused() {
        List<String> address = SharedSystem.addresses("forged", 1);
        DeliveryHistory history =
                new DeliveryHistory(shared.api(), shared.api().accepted(Api.message("bulk", address)));
        history.becomes("delivered");
        String returnPath = shared.mails(address.get(0)).get(0).envelopeFrom();
        char last = returnPath.charAt(returnPath.indexOf('@') - 1);
        String forged = returnPath.replace(last + "@", (last == 'a' ? 'b' : 'a') + "@");
        assertTrue(
                new BounceReport(address.get(0), forged)
                        .sentTo(shared.reportPort())
                        .startsWith("5"),
                forged);
        history.events(1);
    }
}
