package io.postrider.local;

import io.postrider.mail.Batch;
import io.postrider.mail.Content;
import io.postrider.mail.ContentCodec;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.store.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages in {@link TestNeighbours}' database as ingest-service commits them, for the tests of the other services. */
public final class TestMessages {
    private TestMessages() {}

    /** The first attempt of a new message, accepted now; it expires in an hour. */
    public static Batch accept(Lane lane, Content content, String... emails) throws SQLException {
        List<Recipient> recipients = new ArrayList<>();
        for (String email : emails) {
            recipients.add(new Recipient(recipients.size(), email, null, Map.of("n", recipients.size())));
        }
        byte[] encoded = ContentCodec.encode(content);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        MessageHead head = new MessageHead(
                Ids.madeAt(now),
                ContentCodec.claimCheck(encoded),
                content.from().email(),
                lane,
                4,
                now,
                now.plusSeconds(3600),
                emails.length,
                UUID.randomUUID(),
                Map.of());
        Batch batch = Batch.submitted(Ids.madeAt(now), head, recipients);
        write(batch, encoded);
        return batch;
    }

    private static void write(Batch batch, byte[] content) throws SQLException {
        try (Connection connection = TestNeighbours.connect();
                PreparedStatement body = connection.prepareStatement(
                        "insert into content (claim_check, body) values (decode(?, 'hex'), ?) on conflict do nothing");
                PreparedStatement message = connection.prepareStatement("insert into message (id, content, from_email,"
                        + " lane, priority, recipients, accepted_at, expires_at) values (?, decode(?, 'hex'), ?, ?, 4, ?,"
                        + " now(), now() + interval '1 hour')");
                PreparedStatement delivery = connection.prepareStatement(
                        "insert into delivery (message_id, ordinal, updated_at, email) values (?, ?, now(), ?)")) {
            body.setString(1, batch.message().content());
            body.setBytes(2, content);
            body.execute();
            message.setObject(1, batch.message().id());
            message.setString(2, batch.message().content());
            message.setString(3, batch.message().from());
            message.setInt(4, batch.message().lane().ordinal());
            message.setInt(5, batch.recipients().size());
            message.execute();
            for (Recipient recipient : batch.recipients()) {
                delivery.setObject(1, batch.message().id());
                delivery.setInt(2, recipient.ordinal());
                delivery.setString(3, recipient.email());
                delivery.addBatch();
            }
            delivery.executeBatch();
        }
    }

    /** The code of a delivery's state. */
    public static long state(Batch batch, int ordinal) throws SQLException {
        return number("select state from delivery where message_id = '%s' and ordinal = %d"
                .formatted(batch.message().id(), ordinal));
    }

    /** The first column of the first row. */
    public static long number(String query) throws SQLException {
        try (Connection connection = TestNeighbours.connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public static void execute(String statement) throws SQLException {
        try (Connection connection = TestNeighbours.connect();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
