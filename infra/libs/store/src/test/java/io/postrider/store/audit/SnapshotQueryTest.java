package io.postrider.store.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.store.Ids;
import io.postrider.store.LedgerDatabase;
import io.postrider.store.deliveries.State;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Other tests leave messages without deliveries: it holds by how much the numbers change. */
class SnapshotQueryTest {
    private static final Duration TIMEOUT = Patience.LIMIT;

    private static LedgerDatabase database;

    /** Small pages, so that a message lies on several. */
    private final SnapshotQuery query = new SnapshotQuery(database.pool(), 4);

    @BeforeAll
    static void start() throws Exception {
        database = LedgerDatabase.get();
    }

    private static <T> T of(Uni<T> uni) {
        return uni.await().atMost(Patience.LIMIT);
    }

    private Snapshot snapshot() {
        return of(query.execute(TIMEOUT));
    }

    /** A message of some time ago. */
    private static UUID message(Instant at, int recipients, int state) throws Exception {
        UUID id = Ids.madeAt(at);
        LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
        database.sql("select make_week('%s')".formatted(day));
        database.sql(
                "insert into message (id, content, from_email, lane, priority, recipients, accepted_at, expires_at) values"
                        + " ('%s', '\\x00', 'news@shop.example', 2, 4, %d, '%s', '%s')"
                                .formatted(id, recipients, at, at));
        database.sql(
                "insert into delivery (message_id, ordinal, updated_at, email, state) select '%s', n, now(), n || '@mail.example', %d"
                                .formatted(id, state)
                        + " from generate_series(0, %d) n".formatted(recipients - 1));
        return id;
    }

    private static void settle(UUID message, int ordinal) throws Exception {
        database.sql(
                "update delivery set state = 10 where message_id = '%s' and ordinal = %d".formatted(message, ordinal));
    }

    @Test
    void countsEachRecipientOnceInWhateverPageItIs() throws Exception {
        Snapshot before = snapshot();
        UUID old = message(Instant.now().minus(Duration.ofHours(3)), 11, 1);
        UUID fresh = message(Instant.now(), 3, 1);
        Snapshot after = snapshot();
        assertEquals(14, after.accepted() - before.accepted());
        assertEquals(14, after.inFlight() - before.inFlight());
        assertEquals(before.difference(), after.difference());
        assertEquals(11, after.overdue() - before.overdue());
        for (int ordinal = 0; ordinal < 11; ordinal++) {
            settle(old, ordinal);
        }
        settle(fresh, 0);
        Snapshot settled = snapshot();
        assertEquals(
                12,
                settled.deliveries().get(State.DELIVERED) - before.deliveries().get(State.DELIVERED));
        assertEquals(before.difference(), settled.difference());
        assertEquals(before.overdue(), settled.overdue(), "what is final is not overdue");
    }

    @Test
    void aSecondQueryFindsTheSame() throws Exception {
        message(Instant.now().minus(Duration.ofHours(4)), 9, 2);
        Snapshot one = snapshot();
        Snapshot other = of(new SnapshotQuery(database.pool(), 7).execute(TIMEOUT));
        assertEquals(one.deliveries(), other.deliveries());
        assertEquals(one.accepted(), other.accepted());
    }

    @Test
    void aWeekWithoutMailInFlightIsClosedAndItsSumsStay() throws Exception {
        Instant at = Instant.now().minus(Duration.ofDays(70));
        Snapshot before = snapshot();
        UUID message = message(at, 6, 10);
        settle(message, 0);
        database.sql("update delivery set state = 2 where message_id = '%s' and ordinal = 5".formatted(message));
        snapshot();
        LocalDate monday = at.atZone(ZoneOffset.UTC).toLocalDate().with(DayOfWeek.MONDAY);
        assertFalse(of(query.close(Instant.now())).contains(monday), "one is in flight");
        settle(message, 5);
        Snapshot open = snapshot();
        assertTrue(of(query.close(Instant.now())).contains(monday));
        Snapshot closed = snapshot();
        assertEquals(open.deliveries(), closed.deliveries());
        assertEquals(open.accepted(), closed.accepted());
        assertEquals(6, closed.accepted() - before.accepted());
        database.sql("delete from delivery where message_id = '%s'".formatted(message));
        assertEquals(closed.deliveries(), snapshot().deliveries(), "it is not read any more");
        database.sql("delete from closed_sum where first_day = '%s'; delete from closed_week where first_day = '%s'"
                .formatted(monday, monday));
    }
}
