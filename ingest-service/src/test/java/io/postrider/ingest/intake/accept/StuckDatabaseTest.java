package io.postrider.ingest.intake.accept;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Neighbours;
import io.postrider.ingest.web.ApiScope;
import io.postrider.mail.Lane;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL begins to store bulk mail and does not come to an end: what may wait waits, and everything else is answered. */
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(StuckDatabaseTest.SmallGroups.class)
class StuckDatabaseTest {
    private static final int GROUP = 5;
    private static final int MAY_WAIT = 100;
    private static final int KEY = 4711;
    private static final String HOLD = "select pg_advisory_xact_lock(%d)".formatted(KEY);

    public static class SmallGroups implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "postrider.accept.group-weight", Integer.toString(GROUP),
                    "postrider.accept.waiting-weight", Integer.toString(MAY_WAIT),
                    // What is refused here is refused for its weight alone.
                    "postrider.accept.longest-wait", Patience.LIMIT.toString(),
                    "postrider.accept.timeout", Patience.LIMIT.toString());
        }
    }

    /** A statement that stores bulk mail waits while another transaction holds the key. */
    @BeforeEach
    void makeBulkWait() {
        Books.change("""
                create or replace function hold_up() returns trigger language plpgsql as
                'begin if exists (select from stored where lane = %d) then perform pg_advisory_xact_lock_shared(%d); end if; return null; end'
                """.formatted(Lane.BULK.ordinal(), KEY));
        Books.change("create trigger hold_up after insert on message referencing new table as stored"
                + " for each statement execute function hold_up()");
    }

    @AfterEach
    void letBulkGo() {
        Books.change("drop trigger hold_up on message");
    }

    @Test
    void whatIsBeyondThoseThatMayWaitIsRefusedAtOnceAndTheOthersAreAccepted() {
        int all = 3 * MAY_WAIT;
        List<CompletableFuture<Api.Answer>> calls = new ArrayList<>();
        Books.whileLocked(HOLD, () -> {
            calls.addAll(bulk(all, 1));
            await().until(() -> {
                assertTrue(waiting() <= MAY_WAIT, () -> "a weight of %f waits".formatted(waiting()));
                // One group is under way, of those that had come by then.
                return done(calls).size() >= all - MAY_WAIT - GROUP;
            });
            assertRefused(done(calls));
            assertEquals(200, Api.health("live").status());
        });
        calls.forEach(Patience::result);
        long accepted =
                calls.stream().filter(call -> call.join().status() == 202).count();
        assertTrue(accepted > 0 && accepted <= MAY_WAIT + GROUP, () -> accepted + " were accepted");
        assertEquals(0, waiting());
    }

    @Test
    void aFloodOfCampaignsDoesNotDelayAPasswordReset() {
        String reset = Api.message(1).put("lane", "transactional").toString();
        // All have one content: stored before, or a reset waits for the transaction that stores it.
        assertEquals(202, Api.post("/v1/messages", reset).status());
        Books.whileLocked(HOLD, () -> {
            List<CompletableFuture<Api.Answer>> singles = bulk(2 * MAY_WAIT, 1);
            List<CompletableFuture<Api.Answer>> campaigns = bulk(5, 150);
            await().until(() -> !done(singles).isEmpty() && !done(campaigns).isEmpty());
            for (int i = 0; i < 20; i++) {
                assertEquals(202, Api.post("/v1/messages", reset).status());
            }
            assertRefused(done(singles));
            assertRefused(done(campaigns));
        });
    }

    @Test
    void aFloodOfOneCallerDoesNotRefuseAnother() {
        String body = Api.message(1).put("lane", "bulk").toString();
        String other = "Bearer " + Neighbours.KEY_OF_SCOPE.get(ApiScope.SEND);
        List<CompletableFuture<Api.Answer>> flood = new ArrayList<>();
        List<CompletableFuture<Api.Answer>> others = new ArrayList<>();
        Books.whileLocked(HOLD, () -> {
            flood.addAll(bulk(3 * MAY_WAIT, 1));
            await().until(() -> done(flood).size() >= 2 * MAY_WAIT - GROUP);
            for (int i = 0; i < MAY_WAIT / 5; i++) {
                others.add(Api.postLater("/v1/messages", body, "Authorization", other));
            }
            // Each takes the place of one of the flood.
            await().until(() -> done(flood).size() >= 2 * MAY_WAIT - GROUP + others.size());
            assertRefused(done(flood));
        });
        others.forEach(call -> assertEquals(202, Patience.result(call).status()));
        flood.forEach(Patience::result);
    }

    private static List<CompletableFuture<Api.Answer>> bulk(int calls, int recipients) {
        String body = Api.message(recipients).put("lane", "bulk").toString();
        return IntStream.range(0, calls)
                .mapToObj(n -> Api.postLater("/v1/messages", body))
                .toList();
    }

    private static List<Api.Answer> done(List<CompletableFuture<Api.Answer>> calls) {
        return calls.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
    }

    private static void assertRefused(List<Api.Answer> answers) {
        for (Api.Answer answer : answers) {
            assertEquals(503, answer.status(), () -> answer.body().toString());
            assertEquals("2", answer.header("Retry-After"));
        }
    }

    private static double waiting() {
        return Api.metric("postrider_ingest_accept_waiting");
    }
}
