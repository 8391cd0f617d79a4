package io.postrider.sender;

import static io.postrider.sender.Fixture.MAILS;
import static io.postrider.sender.Fixture.SINK;
import static io.postrider.sender.Fixture.accepted;
import static io.postrider.sender.Fixture.events;
import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.TestNeighbours;
import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.Script;
import io.postrider.sender.pace.PaceSettings;
import io.postrider.sender.receive.OutboundSettings;
import io.postrider.sender.settle.Settlement;
import io.postrider.sender.settle.UnsavedOutcomesSettings;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PostgreSQL takes connections and reads, and no outcome gets into it. For longer: {@code -Dslow.seconds=20}. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class SlowDatabaseTest {
    private static final Duration LONG = Duration.ofSeconds(Integer.getInteger("slow.seconds", 6));
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final int BATCHES = 6;
    private static final int RECIPIENTS = 500;
    private static final int ALL = BATCHES * RECIPIENTS;
    private static final int UNSAVED = 1_000;
    private static final int UNDER_WAY = 4 * 64;
    private static final long MEBIBYTE = 1 << 20;

    @Inject
    Settlement settlement;

    @Inject
    PaceSettings pace;

    @Inject
    UnsavedOutcomesSettings unsaved;

    @Inject
    OutboundSettings credits;

    @Test
    void outcomesThatCannotBeSavedHoldUpTheLettersAndAllGoesOnAfterwards() throws Exception {
        assertEquals(UNSAVED, unsaved.unsavedOutcomes());
        assertEquals(UNDER_WAY, credits.bulkCredit() * pace.window());
        SINK.script(Script.acceptAll());
        MAILS.clear();
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(accepted(
                    Lane.BULK,
                    IntStream.range(0, RECIPIENTS)
                            .mapToObj(n -> n + "@mail.example")
                            .toArray(String[]::new)));
        }
        long heap = heap();
        try (Connection connection = TestNeighbours.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table delivery_event in exclusive mode");
            batches.forEach(Fixture::publish);
            await().until(() -> settlement.unsaved() >= UNSAVED);
            await().atMost(LONG.plus(PATIENCE)).during(LONG).until(() -> settlement.unsaved() < UNSAVED + UNDER_WAY);
            assertTrue(MAILS.size() < UNSAVED + 2 * UNDER_WAY, MAILS.size() + " mails were sent");
            assertTrue(heap() - heap < 64 * MEBIBYTE, () -> "the heap grew from %d to %d".formatted(heap, heap()));
            connection.commit();
        }
        for (Batch batch : batches) {
            await().untilAsserted(() -> assertEquals(RECIPIENTS, events(batch, "type = 10")));
        }
        assertEquals(ALL, MAILS.size());
        await().until(() -> settlement.unsaved() == 0);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
