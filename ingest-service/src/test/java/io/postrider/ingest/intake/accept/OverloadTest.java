package io.postrider.ingest.intake.accept;

import static io.postrider.testing.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.Api;
import io.postrider.ingest.api.Books;
import io.postrider.ingest.api.Flood;
import io.postrider.ingest.api.Neighbours;
import io.postrider.testing.Patience;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How long calls take when there are ten times as many as PostgreSQL can take; that none is lost, and that no lane waits for
 * another one, is in {@link StuckDatabaseTest}. PostgreSQL is made slow for that: on one machine a client that overwhelms a fast
 * one would take the service's processor, too. By hand, on a quiet machine: {@code -Doverload.seconds=300}.
 */
@EnabledIfSystemProperty(named = "overload.seconds", matches = "\\d+")
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestProfile(OverloadTest.SmallGroups.class)
class OverloadTest {
    private static final Duration LONG = Duration.ofSeconds(Integer.getInteger("overload.seconds", 0));
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final int LONGEST_WAIT_MILLIS = 2_000;
    private static final int SLACK_MILLIS = 500;
    private static final int GROUP = 5;
    private static final double STATEMENT_SECONDS = 0.2;
    private static final double SUSTAINABLE = GROUP / STATEMENT_SECONDS;
    private static final int QUICKLY_MILLIS = 300;
    private static final int MEBIBYTE = 1 << 20;

    public static class SmallGroups implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "postrider.accept.group-weight",
                    Integer.toString(GROUP),
                    "postrider.accept.longest-wait",
                    LONGEST_WAIT_MILLIS + "ms",
                    "postrider.accept.timeout",
                    "5s");
        }
    }

    /** The first some thousand calls of a fresh JVM are its own matter. */
    @BeforeEach
    void warmUp() {
        for (int round = 0; round < 8; round++) {
            String many = Api.message(150).put("lane", "bulk").toString();
            CompletableFuture<?>[] calls = IntStream.range(0, 50)
                    .mapToObj(n -> Api.postLater(
                            "/v1/messages", n % 10 == 0 ? many : Api.message(1).toString()))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(calls).join();
            Api.health("live");
        }
        slowDownPostgres();
    }

    private static void slowDownPostgres() {
        Books.change("""
                create or replace function slow_down() returns trigger language plpgsql as
                'begin perform pg_sleep(%s); return null; end'
                """.formatted(STATEMENT_SECONDS));
        Books.change("create trigger slow before insert on message for each statement execute function slow_down()");
    }

    @AfterEach
    void letPostgresGo() {
        Books.change("drop trigger slow on message");
    }

    @Test
    void tenTimesTheRateIsRefusedQuicklyAndWhatIsAcceptedIsNotLate(TestInfo test) {
        long heap = heap();
        String body = Api.message(1).put("lane", "bulk").toString();
        Flood flood = Flood.of(10 * SUSTAINABLE, () -> Api.postLater("/v1/messages", body));
        Flood.Calls health = probed(LONG);
        flood.close();
        Flood.Calls calls = flood.answered(PATIENCE);
        String summary = "%s; health %s".formatted(calls.summary(), health.summary());
        System.out.println(test.getDisplayName() + ": " + summary);

        assertEquals(calls.size(), calls.of(202).size() + calls.of(503).size(), summary);
        assertTrue(
                calls.of(503).all().stream().allMatch(call -> "2".equals(call.retryAfter())), "all have Retry-After");
        assertEquals(health.size(), health.of(200).size(), summary);
        assertTrue(heap() - heap < 64 * MEBIBYTE, () -> "the heap grew from %d to %d".formatted(heap, heap()));

        double accepted = calls.of(202).size() / (double) LONG.toSeconds();
        assertTrue(accepted > SUSTAINABLE / 2, () -> accepted + " a second were accepted; " + summary);
        // A request that has waited twice the longest wait is refused.
        assertTrue(calls.of(202).within(0.99) < 2 * LONGEST_WAIT_MILLIS + SLACK_MILLIS, summary);
        assertTrue(calls.of(503).within(0.5) < QUICKLY_MILLIS, summary);
        assertTrue(health.within(1) < 1_000, summary);
    }

    @Test
    void aFloodOfCampaignsDoesNotDelayAPasswordReset(TestInfo test) {
        String single = Api.message(1).put("lane", "bulk").toString();
        String many = Api.message(150).put("lane", "bulk").toString();
        String reset = Api.message(1).put("lane", "transactional").toString();
        Flood singles = Flood.of(5 * SUSTAINABLE, () -> Api.postLater("/v1/messages", single));
        Flood campaigns = Flood.of(10, () -> Api.postLater("/v1/messages", many));
        Flood resets = Flood.of(5, () -> Api.postLater("/v1/messages", reset));
        Flood.Calls health = probed(LONG);
        singles.close();
        campaigns.close();
        resets.close();
        Flood.Calls answers = resets.answered(PATIENCE);
        String summary = "%s; health %s".formatted(answers.summary(), health.summary());
        System.out.println(test.getDisplayName() + ": " + summary);
        assertTrue(singles.answered(PATIENCE).of(503).size() > 0, "the flood is more than can be taken");
        assertTrue(campaigns.answered(PATIENCE).of(503).size() > 0, "the flood is more than can be taken");

        assertEquals(answers.size(), answers.of(202).size(), summary);
        assertTrue(answers.within(1) < 1_000, summary);
    }

    /** How quickly the service answers what needs no database. */
    private static Flood.Calls probed(Duration time) {
        Flood health = Flood.of(5, OverloadTest::health);
        Instant end = Instant.now().plus(time);
        await().atMost(time.plus(PATIENCE)).until(() -> Instant.now().isAfter(end));
        health.close();
        return health.answered(PATIENCE);
    }

    private static CompletableFuture<Api.Answer> health() {
        return CompletableFuture.supplyAsync(() -> Api.health("live"));
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
