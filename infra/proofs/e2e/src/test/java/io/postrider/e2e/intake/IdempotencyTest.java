package io.postrider.e2e.intake;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.e2e.kit.Api;
import io.postrider.e2e.kit.SharedSystem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same Idempotency-Key again is the same message and one mail. */
class IdempotencyTest {
    private final SharedSystem shared = SharedSystem.get();

    @Test
    void theSameKeyTwiceIsOneMail() {
        List<String> addresses = SharedSystem.addresses("once", 1);
        ObjectNode message = Api.message("transactional", addresses);
        String first = shared.api().accepted(message, "Idempotency-Key", "order-42");
        String second = shared.api().accepted(message, "Idempotency-Key", "order-42");
        assertEquals(first, second);
        await().until(() -> !shared.mails(addresses.get(0)).isEmpty());
        await().during(Duration.ofSeconds(1))
                .until(() -> shared.mails(addresses.get(0)).size() == 1);
    }
}
