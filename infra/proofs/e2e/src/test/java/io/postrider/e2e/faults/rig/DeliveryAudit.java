package io.postrider.e2e.faults.rig;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.e2e.kit.Api;
import io.postrider.local.ServiceProcess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what the client was told, what the ledger says, what is on the broker, and what the mail server took. */
public final class DeliveryAudit {
    /** Heap of 384 MiB and what a Java process has beside it. */
    private static final long MOST_BYTES = 720L << 20;

    private final Rig rig;
    private final String name;

    /** @param name begins the addresses of the recipients that are looked at */
    public DeliveryAudit(Rig rig, String name) {
        this.rig = rig;
        this.name = name;
    }

    public long accepted() {
        return rig.number("select count(*) from delivery where email like '" + name + "-%'");
    }

    public long finals() {
        return rig.number("select count(*) from delivery where state >= 10 and email like '" + name + "-%'");
    }

    /** The recipients recorded as delivered. */
    public Set<String> delivered() {
        Set<String> delivered = new HashSet<>();
        try (Connection connection = rig.system().database().connect();
                PreparedStatement query =
                        connection.prepareStatement("select email from delivery where state = 10 and email like ?")) {
            query.setString(1, name + "-%");
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    delivered.add(rows.getString(1));
                }
            }
            return delivered;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each accepted recipient has exactly one final state, and history tells the same. */
    public void balance() {
        assertEquals(
                0,
                rig.number(
                        "select (select coalesce(sum(recipients), 0) from message) - (select count(*) from delivery)"),
                "accepted recipients and deliveries");
        assertEquals(
                0,
                rig.number(
                        "select (select count(*) from delivery where state >= 10) - (select count(distinct (message_id,"
                                + " ordinal)) from delivery_event where type between 10 and 19)"),
                "final states and final events");
        assertEquals(
                0,
                rig.number("select count(*) from (select 1 from delivery_event where type between 10 and 19"
                        + " group by message_id, ordinal having count(*) > 1) twice"),
                "deliveries with two final events");
        // Noted some moments after the broker has it.
        await("nothing is left in the outbox")
                .until(() -> rig.number("select count(*) from outbox_batch where published_at is null") == 0);
    }

    /** The operator's own audit says the same. */
    public void auditAgrees() {
        Api api = new Api(rig.system().ingest(), rig.system().apiKey());
        // It gives the same answer for some seconds, and tells of what is on the broker only while that is at rest.
        await("the audit").untilAsserted(() -> {
            JsonNode audit = api.get("/v1/audit");
            for (String number : List.of("difference", "in_flight", "overdue", "unaccounted")) {
                assertEquals(0, audit.path(number).asLong(), number + " in " + audit);
            }
        });
    }

    /** Nothing is left on the broker. */
    public void queuesAreEmpty() {
        await("queues are empty")
                .pollInterval(Duration.ofMillis(250))
                .until(() -> Operator.depths(rig.system().broker()).stream().allMatch(queue -> queue.messages() == 0));
    }

    public void nothingGrew() {
        for (ServiceProcess process : rig.processes()) {
            assertTrue(process.rss() < MOST_BYTES, process.name() + " has " + (process.rss() >> 20) + " MiB");
        }
    }
}
