package io.postrider.ingest.intake.dispatch;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postrider.ingest.api.Neighbours;
import io.postrider.local.TestNeighbours;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.neighbours.net.LinkProxy;
import io.postrider.queue.BrokerConnection;
import io.postrider.queue.amqp.AmqpConnection;
import io.postrider.store.outbox.Outbox;
import io.postrider.store.outbox.OutboxBatch;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker takes nothing for a while: what is in flight and what waits in memory keep to their bounds. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
class LaneDispatchTest {
    private static final Duration SOON = Patience.LIMIT;
    /** With a window of 4, and room for 3 that wait. */
    private static final DispatchBounds BOUNDS = new DispatchBounds(4, 3, SOON, SOON, 4, SOON);

    @Inject
    Outbox outbox;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private LinkProxy proxy;
    private BrokerConnection link;

    @BeforeEach
    void link() {
        proxy = LinkProxy.to(URI.create(TestNeighbours.brokerUrl()).getPort());
        URI url = URI.create("amqp://127.0.0.1:" + proxy.port());
        link = new AmqpConnection(vertx, new AmqpConnection.Settings(List.of(url), "ingest", "ingest", "lane", SOON));
        link.open();
        await().until(link::up);
    }

    @AfterEach
    void close() {
        link.close(Duration.ZERO).await().atMost(SOON);
        proxy.close();
    }

    @Test
    void whatTheWindowAndTheMemoryDoNotTakeIsLeftToThePoll() {
        LaneDispatch lane = new LaneDispatch(Lane.STANDARD, link, outbox, new DispatchMeters(registry), BOUNDS);
        proxy.stall();
        handOver(lane, 7);
        assertEquals(4, inFlight());
        assertEquals(0, count("postrider.ingest.left.to.poll"));
        handOver(lane, 5);
        assertEquals(4, inFlight());
        assertEquals(5, count("postrider.ingest.left.to.poll"));
        proxy.mend();
        await().until(() -> count("postrider.ingest.published") == 7 && inFlight() == 0);
    }

    /** Marks wait for PostgreSQL, which may be busy with new mail; what is accepted leaves nevertheless. */
    @Test
    void aSlowDatabaseDoesNotHoldUpPublishing() {
        DispatchBounds bounds = new DispatchBounds(4, 20, SOON, SOON, 4, SOON);
        LaneDispatch lane = new LaneDispatch(Lane.STANDARD, link, outbox, new DispatchMeters(registry), bounds);
        SqlConnection locking = pool.getConnection().await().atMost(SOON);
        try {
            Transaction lock = locking.begin().await().atMost(SOON);
            locking.query("lock table outbox_batch in share mode")
                    .execute()
                    .await()
                    .atMost(SOON);
            handOver(lane, 20);
            await().until(() -> count("postrider.ingest.published") == 20 && inFlight() == 0);
            lock.rollback().await().atMost(SOON);
        } finally {
            locking.close().await().atMost(SOON);
        }
        lane.stop().await().atMost(SOON);
    }

    private double inFlight() {
        return registry.get("postrider.ingest.dispatch.in.flight").gauge().value();
    }

    private double count(String counter) {
        return registry.get(counter).tag("lane", Lane.STANDARD.word()).counter().count();
    }

    private static void handOver(LaneDispatch lane, int batches) {
        for (int i = 0; i < batches; i++) {
            lane.handOver(batch());
        }
    }

    private static OutboxBatch batch() {
        Instant now = Instant.now();
        MessageHead head = new MessageHead(
                UUID.randomUUID(),
                "00",
                "a@shop.example",
                Lane.STANDARD,
                4,
                now,
                now.plusSeconds(60),
                1,
                UUID.randomUUID(),
                Map.of());
        Batch batch =
                Batch.submitted(UUID.randomUUID(), head, List.of(new Recipient(0, "b@mail.example", null, Map.of())));
        byte[] body = BatchCodec.encode(batch);
        return new OutboxBatch(batch.id(), head.id(), Lane.STANDARD, 4, 1, now.plus(SOON), body);
    }
}
