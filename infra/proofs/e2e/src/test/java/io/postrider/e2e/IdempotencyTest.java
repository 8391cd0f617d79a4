package io.postrider.e2e;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same Idempotency-Key again is the same message and one mail. */
class IdempotencyTest {
    private final Everything everything = Everything.get();

    @Test
    void theSameKeyTwiceIsOneMail() {
        List<String> addresses = Everything.addresses("once", 1);
        ObjectNode message = Api.message("transactional", addresses);
        String first = everything.api().accepted(message, "Idempotency-Key", "order-42");
        String second = everything.api().accepted(message, "Idempotency-Key", "order-42");
        assertEquals(first, second);
        await().until(() -> !everything.mails(addresses.get(0)).isEmpty());
        await().during(Duration.ofSeconds(1))
                .until(() -> everything.mails(addresses.get(0)).size() == 1);
    }
}
