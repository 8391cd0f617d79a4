package io.postrider.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.pg.Leader;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeaderTest {
    private static final AtomicLong LOCKS = new AtomicLong(1_000);

    private static LedgerDatabase database;

    private final long lock = LOCKS.incrementAndGet();
    private final List<Leader> made = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        database = LedgerDatabase.get();
    }

    @AfterEach
    void resign() {
        made.forEach(leader -> of(leader.resign()));
    }

    private Leader leader() {
        Leader leader = new Leader("test", lock, database::connection);
        made.add(leader);
        return leader;
    }

    private static <T> T of(Uni<T> uni) {
        return uni.await().atMost(Patience.LIMIT);
    }

    private static long backend(Leader leader) {
        return of(leader.ifLeading(connection -> connection
                .query("select pg_backend_pid()")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))));
    }

    @Test
    void oneOfTwoLeadsAndGoesOnLeading() {
        Leader first = leader();
        Leader second = leader();
        assertTrue(of(first.beat()));
        assertFalse(of(second.beat()));
        assertTrue(of(first.beat()));
        assertTrue(first.leads());
        assertFalse(second.leads());
    }

    @Test
    void onlyTheLeaderWorks() {
        Leader first = leader();
        Leader second = leader();
        of(first.beat());
        of(second.beat());
        assertTrue(backend(first) > 0);
        assertNull(of(second.ifLeading(connection -> Uni.createFrom().item("done"))));
    }

    @Test
    void twoJobsHaveALeaderEach() {
        Leader first = leader();
        Leader other = new Leader("other", LOCKS.incrementAndGet(), database::connection);
        made.add(other);
        assertTrue(of(first.beat()));
        assertTrue(of(other.beat()));
    }

    @Test
    void secondTakesOverWhenTheFirstOnesConnectionIsKilled() throws Exception {
        Leader first = leader();
        Leader second = leader();
        of(first.beat());
        AtomicReference<SqlConnection> old = new AtomicReference<>();
        of(first.ifLeading(connection -> {
            old.set(connection);
            return Uni.createFrom().voidItem();
        }));
        long killed = backend(first);
        database.sql("select pg_terminate_backend(%d)".formatted(killed));
        Patience.await().until(() -> of(second.beat()));
        // It notices later; until it does, its connection can change nothing.
        Patience.await().until(() -> !first.leads());
        assertThrows(Exception.class, () -> of(old.get().query("select 1").execute()));
        assertFalse(of(first.beat()));
        assertTrue(of(second.beat()));
    }

    @Test
    void firstIsBackWhenItsConnectionWasKilledAndNobodyElseIsThere() throws Exception {
        Leader first = leader();
        of(first.beat());
        database.sql("select pg_terminate_backend(%d)".formatted(backend(first)));
        Patience.await().until(() -> !first.leads());
        Patience.await().until(() -> of(first.beat()));
        assertTrue(first.leads());
    }

    @Test
    void whoDoesNotLeadTriesAtEveryFifthBeatOnly() {
        AtomicLong opened = new AtomicLong();
        Leader first = leader();
        of(first.beat());
        Leader second = new Leader("test", lock, () -> {
            opened.incrementAndGet();
            return database.connection();
        });
        for (int beat = 0; beat < 10; beat++) {
            assertFalse(of(second.beat()));
        }
        assertEquals(2, opened.get());
    }

    @Test
    void secondTakesOverWhenTheFirstResigns() {
        Leader first = leader();
        Leader second = leader();
        of(first.beat());
        of(first.resign());
        assertFalse(first.leads());
        Patience.await().until(() -> of(second.beat()));
    }

    @Test
    void databaseThatIsAwayIsNoFailure() {
        AtomicReference<Uni<SqlConnection>> next =
                new AtomicReference<>(Uni.createFrom().failure(new java.io.IOException("connection refused")));
        Leader leader = new Leader("test", lock, next::get);
        made.add(leader);
        assertFalse(of(leader.beat()));
        next.set(database.connection());
        Patience.await().until(() -> of(leader.beat()));
    }

    @Test
    void whoDoesNotLeadKeepsNoConnection() throws Exception {
        Leader first = leader();
        of(first.beat());
        String others = "select count(*) from pg_stat_activity where query like '%pg_try_advisory_lock(" + lock + ")%'"
                + " and query not like '%pg_stat_activity%'";
        Leader second = leader();
        assertFalse(of(second.beat()));
        Patience.await().until(() -> database.number(others) <= 1);
        assertEquals(1, database.number(others));
    }
}
