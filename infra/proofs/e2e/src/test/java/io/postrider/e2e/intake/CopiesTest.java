package io.postrider.e2e.intake;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.MailServer;
import io.postrider.e2e.kit.SharedSystem;
import io.postrider.e2e.kit.Suppressions;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One mail with a copy and a blind copy at two other servers: each has an outcome, and one bounces. */
class CopiesTest {
    private final SharedSystem shared = SharedSystem.get();

    @Test
    void copiesArriveWhileOneBounces() {
        String to = SharedSystem.addresses("copied", 1).get(0);
        Script unknown = Script.refuseRecipient("", 550, "5.1.1 user unknown");
        try (MailServer cc = MailServer.that("copies", unknown);
                MailServer bcc = MailServer.that("archive", Script.acceptAll())) {
            ObjectNode message = Api.message("standard", List.of(to));
            message.putArray("cc").addObject().put("email", cc.addresses(1).get(0));
            message.putArray("bcc").addObject().put("email", bcc.addresses(1).get(0));
            String id = shared.api().accepted(message);
            new DeliveryHistory(shared.api(), id).becomes("bounced");
            await().untilAsserted(
                            () -> assertEquals(List.of("to delivered", "cc bounced", "bcc delivered"), deliveries(id)));
            Set<String> returnPaths = new HashSet<>();
            for (ReceivedMail mail :
                    List.of(shared.mails(to).get(0), bcc.mails().get(0))) {
                String text = new String(mail.content(), StandardCharsets.UTF_8);
                assertTrue(text.contains("\r\nTo: " + to + "\r\n"), text);
                assertTrue(text.contains("\r\nCc: " + cc.addresses(1).get(0) + "\r\n"), text);
                assertTrue(text.contains("\r\nMessage-ID: <" + id + ".0@shop.example>\r\n"), text);
                assertTrue(text.contains("Dear " + to), text);
                assertFalse(text.contains(bcc.domain()), text);
                assertFalse(text.toLowerCase(Locale.ROOT).contains("\r\nbcc:"), text);
                returnPaths.add(mail.envelopeFrom());
            }
            assertEquals(2, returnPaths.size(), returnPaths::toString);
            assertEquals(1, bcc.mails().size());
            assertEquals(1, Suppressions.of(cc, "bad_mailbox"));
        }
    }

    private List<String> deliveries(String id) {
        List<String> deliveries = new ArrayList<>();
        shared.api()
                .get("/v1/messages/" + id + "/deliveries")
                .path("deliveries")
                .forEach(delivery -> deliveries.add(delivery.path("kind").asText() + " "
                        + delivery.path("state").asText()));
        return deliveries;
    }
}
