package io.postrider.e2e.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.DeliveryHistory;
import io.postrider.e2e.kit.SharedSystem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that is cancelled before it is due: no mail is sent, and the search shows it. */
class CancelledTest {
    private final SharedSystem shared = SharedSystem.get();

    @Test
    void aScheduledMessageIsCancelledAndFoundByItsRecipient() {
        List<String> address = SharedSystem.addresses("cancelled", 1);
        String id = shared.api()
                .accepted(Api.message("bulk", address)
                        .put("send_at", Instant.now().plusSeconds(3600).toString()));
        new DeliveryHistory(shared.api(), id).cancel().reply(0, "the message was cancelled");
        JsonNode found = shared.api().get("/v1/messages?recipient=" + address.get(0));
        assertEquals(id, found.at("/messages/0/id").asText());
        assertEquals("cancelled", found.at("/messages/0/delivery/state").asText());
        assertTrue(shared.mails(address.get(0)).isEmpty());
    }
}
