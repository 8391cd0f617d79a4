package io.postrider.ingest.intake.dispatch;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.local.TestNeighbours;
import io.postrider.mail.Lane;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.amqp.AmqpConnection;
import io.postrider.store.Ids;
import io.postrider.store.outbox.Outbox;
import io.postrider.store.outbox.OutboxBatch;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker refuses what is in flight: the lane pauses, and goes on by itself. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class PausedLaneTest {
    private static final Duration SOON = Patience.LIMIT;
    private static final int WINDOW = 4;
    private static final DispatchBounds BOUNDS =
            new DispatchBounds(WINDOW, WINDOW, SOON.multipliedBy(2), SOON, WINDOW, SOON);
    private static final UUID MESSAGE = Ids.madeAt(Instant.now());

    /** Batches of other tests may be due still, and are not for this broker. */
    private static final String LATER =
            "update outbox_batch set due_at = due_at + ? * interval '1 hour' where published_at is null";

    @Inject
    Outbox outbox;

    @Inject
    Vertx vertx;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private RefusingBroker broker;
    private BrokerConnection link;

    /** The service has no broker meanwhile, so that it takes none of the rows. */
    @BeforeEach
    void link() {
        TestNeighbours.stopBroker();
        Books.change(LATER, 1);
        broker = new RefusingBroker(vertx);
        URI url = URI.create("amqp://127.0.0.1:" + broker.port());
        link = new AmqpConnection(vertx, new AmqpConnection.Settings(List.of(url), "ingest", "ingest", "lane", SOON));
        link.open();
        await().until(link::up);
    }

    /** They have no deliveries, and the books would not balance. */
    @AfterEach
    void close() {
        Books.change("delete from outbox_batch where message_id = ?", MESSAGE);
        Books.change("delete from message where id = ?", MESSAGE);
        Books.change(LATER, -1);
        link.close(Duration.ZERO).await().atMost(SOON);
        broker.close();
        TestNeighbours.startBroker();
    }

    @Test
    void whatWasTakenFromTheOutboxIsPublishedAfterThePauseThoughItFillsTheWindow() {
        LaneDispatch lane = new LaneDispatch(Lane.STANDARD, link, outbox, new DispatchMeters(registry), BOUNDS);
        dueRows(WINDOW);
        Books.whileLocked("lock table outbox_batch in access exclusive mode", () -> {
            lane.look();
            await().until(() -> Books.waitingForALock("update outbox_batch set due_at") > 0);
            for (int i = 0; i < WINDOW; i++) {
                lane.handOver(fresh());
            }
            await().until(() -> broker.holds() == WINDOW);
        });
        await().until(() -> count("postrider.ingest.polled") == WINDOW);
        broker.refuseAll();
        // What was taken may reach the broker before it accepts: a busy machine takes longer to refuse than the lane
        // pauses.
        await().until(() -> count("postrider.ingest.publish.failed") == WINDOW);
        assertEquals(0, count("postrider.ingest.published"));
        broker.acceptFromNowOn();
        await().until(() -> {
            lane.look();
            return count("postrider.ingest.published") == WINDOW && inFlight() == 0;
        });
    }

    private void dueRows(int batches) {
        Books.change(
                "insert into message (id, content, from_email, lane, priority, recipients, accepted_at, expires_at)"
                        + " values (?, '\\x00', 'news@shop.example', 1, 4, 1, now(), now() + interval '1 day')",
                MESSAGE);
        Books.change(
                "insert into outbox_batch (id, message_id, lane, priority, due_at, body)"
                        + " select (left(first_id_of(now())::text, 13) || substr(gen_random_uuid()::text, 14))::uuid, ?, 1, 4, now(), '\\x00' from generate_series(1, ?)",
                MESSAGE,
                batches);
    }

    private static OutboxBatch fresh() {
        return new OutboxBatch(
                UUID.randomUUID(),
                UUID.randomUUID(),
                Lane.STANDARD,
                4,
                1,
                Instant.now().plus(SOON),
                new byte[1]);
    }

    private double inFlight() {
        return registry.get("postrider.ingest.dispatch.in.flight").gauge().value();
    }

    private double count(String counter) {
        return registry.get(counter).tag("lane", Lane.STANDARD.word()).counter().count();
    }
}
