package io.postrider.sender;

import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.accepted;
import static io.postrider.sender.Fixture.becomes;
import static io.postrider.sender.Fixture.events;
import static io.postrider.sender.Fixture.publish;
import static io.postrider.sender.Fixture.routed;
import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.postrider.local.TestMessages;
import io.postrider.mail.Batch;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import io.postrider.store.deliveries.State;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bulk mails that fill all memory that they may have, while their server does not answer. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class HostileBulkTest {
    private static final int LARGE = 40;

    @Inject
    MeterRegistry meters;

    @AfterEach
    void acceptAll() {
        SINK.script(Script.acceptAll());
    }

    private double gauge(String name, Lane lane) {
        return meters.get(name).tag("lane", lane.word()).gauge().value();
    }

    @Test
    void fullMemoryOfBulkDelaysNoOtherLaneAndIsGivenBack() throws Exception {
        MAILS.clear();
        SINK.script(moment -> moment.stage() == SmtpStage.END_OF_DATA
                        && moment.recipients().get(0).startsWith("large")
                ? Action.hang()
                : Action.proceed());
        Content content = new Content(
                new Mailbox("news@shop.example", "Shop"),
                null,
                "Large",
                ("x".repeat(998) + "\n").repeat(1_000),
                null,
                null,
                null);
        Batch large = routed(
                TestMessages.accept(
                        Lane.BULK,
                        content,
                        IntStream.range(0, LARGE)
                                .mapToObj(n -> "large" + n + "@mail.example")
                                .toArray(String[]::new)),
                "relay");
        publish(large);
        await().until(() -> gauge("postrider.sender.mails.waiting", Lane.BULK) > 0);
        double most = gauge("postrider.sender.mails.bytes", Lane.BULK);
        assertTrue(most > 24 << 20 && most <= 32 << 20, most + " bytes");

        for (Lane lane : new Lane[] {Lane.TRANSACTIONAL, Lane.STANDARD}) {
            Batch reset = accepted(lane, "reset@mail.example");
            publish(reset);
            becomes(reset, 0, State.DELIVERED);
        }
        assertTrue(gauge("postrider.sender.mails.waiting", Lane.BULK) > 0);
        assertEquals(0, events(large, "type = 10"));

        SINK.script(Script.acceptAll());
        SINK.cutConnections();
        await().untilAsserted(() -> assertTrue(events(large, "type = 10") > 0));
        await().until(() -> gauge("postrider.sender.mails.bytes", Lane.BULK) == 0);
        assertEquals(0, gauge("postrider.sender.mails.waiting", Lane.BULK));
    }
}
