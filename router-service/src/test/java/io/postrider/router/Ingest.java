package io.postrider.router;

import io.postrider.broker.BrokerLink;
import io.postrider.broker.Parcel;
import io.postrider.contract.Addresses;
import io.postrider.contract.Batch;
import io.postrider.contract.BatchCodec;
import io.postrider.contract.Lane;
import io.postrider.contract.Recipient;
import io.postrider.local.TestNeighbours;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The neighbours' part: accepts messages as ingest does, and takes routed batches as sender does. */
final class Ingest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final BrokerLink ingest = link("ingest");
    private final BlockingQueue<Batch> routed = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> dead = new LinkedBlockingQueue<>();

    Ingest() {
        BrokerLink sender = link("sender");
        for (Lane lane : Lane.values()) {
            sender.receive(Addresses.outbound(lane), 100, arrival -> {
                routed.add(BatchCodec.decode(arrival.body()));
                return Uni.createFrom().voidItem();
            });
        }
        link("operator").receive(Addresses.DEAD, 10, arrival -> {
            dead.add(arrival.body());
            return Uni.createFrom().voidItem();
        });
    }

    private BrokerLink link(String user) {
        BrokerLink link = new BrokerLink(
                vertx,
                new BrokerLink.Settings(
                        List.of(URI.create(TestNeighbours.brokerUrl())), user, user, user, Duration.ofSeconds(10)));
        link.open();
        return link;
    }

    BlockingQueue<Batch> routed() {
        return routed;
    }

    BlockingQueue<byte[]> dead() {
        return dead;
    }

    void publish(Batch batch) {
        publish(batch, batch.id().toString());
    }

    void publish(Batch batch, String duplicateId) {
        publish(Parcel.of(Addresses.submitted(batch.message().lane()), BatchCodec.encode(batch), duplicateId));
    }

    void publish(Parcel parcel) {
        Uni.createFrom()
                .deferred(() -> ingest.publish(parcel))
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(50))
                .atMost(50)
                .await()
                .atMost(PATIENCE);
    }

    /** Writes the message and its deliveries as ingest commits them. */
    void accept(Batch batch) throws SQLException {
        try (Connection connection = connection();
                PreparedStatement message = connection.prepareStatement("insert into message (id, content, from_email,"
                        + " lane, priority, recipients, accepted_at, expires_at) values (?, '\\x00', ?, ?, 4, ?, now(),"
                        + " now() + interval '1 day')");
                PreparedStatement delivery = connection.prepareStatement(
                        "insert into delivery (message_id, ordinal, updated_at, email) values (?, ?, now(), ?)")) {
            message.setObject(1, batch.message().id());
            message.setString(2, batch.message().from());
            message.setInt(3, batch.message().lane().ordinal());
            message.setInt(4, batch.recipients().size());
            message.execute();
            for (Recipient recipient : batch.recipients()) {
                delivery.setObject(1, batch.message().id());
                delivery.setInt(2, recipient.ordinal());
                delivery.setString(3, recipient.email());
                delivery.execute();
            }
        }
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = connection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    int state(Batch batch, int ordinal) throws SQLException {
        return number("select state from delivery where message_id = '%s' and ordinal = %d"
                .formatted(batch.message().id(), ordinal));
    }

    int number(String query) throws SQLException {
        try (Connection connection = connection();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(TestNeighbours.jdbcUrl(), "postrider", "postrider");
    }
}
