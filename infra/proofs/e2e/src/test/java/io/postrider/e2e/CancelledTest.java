package io.postrider.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that is cancelled before it is due: nobody is mailed, and the search says so. */
class CancelledTest {
    private final Everything everything = Everything.get();

    @Test
    void aScheduledMessageIsCancelledAndFoundByItsRecipient() {
        List<String> address = Everything.addresses("cancelled", 1);
        String id = everything
                .api()
                .accepted(Api.message("bulk", address)
                        .put("send_at", Instant.now().plusSeconds(3600).toString()));
        assertEquals(
                202, everything.api().post("/v1/messages/" + id + "/cancel", "").statusCode());
        new Story(everything.api(), id).becomes("cancelled").reply(0, "the message was cancelled");
        JsonNode found = everything.api().get("/v1/messages?recipient=" + address.get(0));
        assertEquals(id, found.at("/messages/0/id").asText());
        assertEquals("cancelled", found.at("/messages/0/delivery/state").asText());
        assertTrue(everything.mails(address.get(0)).isEmpty());
    }
}
