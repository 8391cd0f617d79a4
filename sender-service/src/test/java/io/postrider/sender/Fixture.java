package io.postrider.sender;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.local.TestBatches;
import io.postrider.local.TestMessages;
import io.postrider.local.TestNeighbours;
import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.BatchCodec;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.Lane;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.queue.OutgoingMessage;
import io.postrider.store.deliveries.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What is around the service in its tests: a router that sends it batches, the outbox that gets them back, and a mail server. */
final class Fixture {
    static final Content CONTENT = new Content(
            new Mailbox("news@shop.example", "Shop"), null, "Number {{n}}", "You are {{n}}", null, null, null);
    static final TestBatches ROUTER = new TestBatches("router");
    private static final String TAKE = """
            update outbox_batch set published_at = now()
            where id = (
                select id from outbox_batch
                where message_id = ? and published_at is null and due_at <= now()
                order by due_at limit 1)
            returning body
            """;

    static final BlockingQueue<ReceivedMail> MAILS = new LinkedBlockingQueue<>();
    static final SmtpSink SINK = Neighbours.sink().onMail(MAILS::add);

    private Fixture() {}

    static Batch accepted(Lane lane, String... emails) throws Exception {
        return routed(TestMessages.accept(lane, CONTENT, emails), "relay");
    }

    static Batch routed(Batch batch, String... routes) {
        return new Batch(batch.id(), batch.message(), batch.attempt(), null, List.of(routes), null, batch.recipients());
    }

    static void publish(Batch batch) {
        ROUTER.publish(Addresses.outbound(batch.message().lane()), batch);
    }

    static void publishAgain(Batch batch) {
        ROUTER.publish(OutgoingMessage.of(
                Addresses.outbound(batch.message().lane()),
                BatchCodec.encode(batch),
                UUID.randomUUID().toString()));
    }

    static void becomes(Batch batch, int ordinal, State state) {
        await().untilAsserted(() -> assertEquals(state.code(), TestMessages.state(batch, ordinal)));
    }

    static long events(Batch batch, String condition) throws Exception {
        return TestMessages.number("select count(*) from delivery_event where message_id = '%s' and %s"
                .formatted(batch.message().id(), condition));
    }

    /** Waits for what goes back into the outbox of a message, until it is due, and takes it as ingest-service does. */
    static Batch nextPostponed(Batch of) {
        return await().until(() -> takeDue(of.message().id()), Optional::isPresent)
                .orElseThrow();
    }

    /** The postponed batch of a message that is due first, or empty. */
    static Optional<Batch> takeDue(UUID message) throws SQLException {
        try (Connection connection = TestNeighbours.connect();
                PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setObject(1, message);
            ResultSet rows = take.executeQuery();
            return rows.next() ? Optional.of(BatchCodec.decode(rows.getBytes(1))) : Optional.empty();
        }
    }
}
