package io.postrider.store.suppressions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.replies.Bounce;
import io.postrider.replies.Category;
import io.postrider.store.LedgerDatabase;
import io.postrider.store.deliveries.Ledger;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.deliveries.State;
import io.postrider.store.suppressions.DomainEvidence.Rule;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DomainEvidenceTest {
    private static final Rule RULE = new Rule(3, Duration.ofHours(72));
    private static final Instant NOW = Instant.parse("2030-06-15T12:30:00Z");
    private static final Bounce BAD_DOMAIN = new Bounce(Category.BAD_DOMAIN, true);

    private static LedgerDatabase database;
    private static Ledger ledger;

    @BeforeAll
    static void start() throws Exception {
        database = LedgerDatabase.get();
        ledger = new Ledger(database.pool());
    }

    @BeforeEach
    void clear() throws Exception {
        database.sql("delete from domain_evidence");
        database.sql("delete from suppression");
    }

    private static <T> T of(Uni<T> uni) {
        return uni.await().atMost(Patience.LIMIT);
    }

    private static List<String> suppressed() {
        return of(DomainEvidence.suppress(database.pool(), RULE, NOW));
    }

    /** As senders did, some minutes before now. */
    private static void failed(String domain, long... minutesAgo) throws Exception {
        for (long ago : minutesAgo) {
            Instant at = NOW.minus(Duration.ofMinutes(ago));
            database.sql(
                    "insert into domain_evidence (domain, hour, at) values ('%s', date_trunc('hour', '%s'::timestamptz,"
                                    .formatted(domain, at)
                            + " 'UTC'), '%s') on conflict do nothing".formatted(at));
        }
    }

    private static void ended(String email, State state, Bounce bounce) throws Exception {
        UUID message = database.message(1);
        database.sql("update delivery set email = '%s' where message_id = '%s'".formatted(email, message));
        Cause cause = new Cause("direct", bounce == null ? 250 : 550, null, "words", bounce);
        of(ledger.record(new Outcome(message, 0, 1, state, 1, Instant.now(), cause)));
    }

    private static long rows(String domain) throws Exception {
        return database.number("select count(*) from domain_evidence where domain = '%s'".formatted(domain));
    }

    @Test
    void badDomainIsEvidenceAndSuppressesNothing() throws Exception {
        ended("Ann@Gone.example", State.BOUNCED, BAD_DOMAIN);
        ended("bob@gone.example", State.BOUNCED, BAD_DOMAIN);
        assertEquals(1, rows("gone.example"));
        assertEquals(0, database.number("select count(*) from suppression"));
    }

    @ParameterizedTest
    @CsvSource({"BAD_MAILBOX, true", "NETWORK, false", "SPAM_BLOCK, true", "BAD_DOMAIN, false"})
    void otherRefusalsAreNoEvidence(Category category, boolean permanent) throws Exception {
        ended("ann@gone.example", permanent ? State.BOUNCED : State.DEFERRED, new Bounce(category, permanent));
        assertEquals(0, rows("gone.example"));
    }

    @Test
    void deliveryRefutesTheEvidenceOfItsDomainOnly() throws Exception {
        failed("gone.example", 100 * 60, 50 * 60, 10);
        failed("mail.gone.example", 10);
        failed("other.example", 10);
        ended("ann@GONE.example", State.DELIVERED, null);
        assertEquals(0, rows("gone.example"));
        assertEquals(1, rows("mail.gone.example"));
        assertEquals(1, rows("other.example"));
    }

    @Test
    void bothInOneGroupAreRecorded() throws Exception {
        UUID message = database.message(2);
        database.sql("update delivery set email = 'ann@gone.example' where ordinal = 0 and message_id = '%s'"
                .formatted(message));
        of(Uni.join()
                .all(
                        ledger.record(new Outcome(
                                message,
                                0,
                                2,
                                State.BOUNCED,
                                1,
                                Instant.now(),
                                new Cause("direct", 550, "5.1.2", "no such domain", BAD_DOMAIN))),
                        ledger.record(new Outcome(
                                message,
                                1,
                                2,
                                State.DELIVERED,
                                1,
                                Instant.now(),
                                new Cause("direct", 250, null, "ok", null))))
                .andFailFast());
        assertEquals(1, rows("gone.example"));
        assertEquals(0, rows("mail.example"));
    }

    @Test
    void threeFailuresOverThreeDaysSuppressTheDomain() throws Exception {
        failed("gone.example", 72 * 60 + 5, 30 * 60, 5);
        assertEquals(List.of("gone.example"), suppressed());
        assertEquals(
                1,
                database.number("select count(*) from suppression where email = '@gone.example'"
                        + " and reason = 'bad_domain' and origin = 'domain evidence'"));
        assertEquals(0, rows("gone.example"));
        assertEquals(List.of(), suppressed());
    }

    @Test
    void suppressedDomainHoldsInAnyCase() throws Exception {
        failed("gone.example", 73 * 60, 30 * 60, 5);
        suppressed();
        assertEquals(1, suppressedAmong("Ann@GONE.example"));
        assertEquals(0, suppressedAmong("ann@mail.gone.example"));
    }

    private static int suppressedAmong(String email) {
        MessageHead head = new MessageHead(
                UUID.randomUUID(),
                "00",
                "news@shop.example",
                Lane.BULK,
                4,
                NOW,
                NOW.plusSeconds(60),
                1,
                UUID.randomUUID(),
                Map.of());
        Batch batch = Batch.submitted(UUID.randomUUID(), head, List.of(new Recipient(0, email, null, Map.of())));
        return of(ledger.suppressed(batch)).size();
    }

    /** The first failure of the second row lies in the hour of 72 hours ago, and not yet 72 hours ago. */
    @ParameterizedTest
    @CsvSource({"4325, 5, 5", "4320, 1800, 5", "4315, 1800, 600", "10, 9, 8"})
    void fewerFailuresOrAShorterTimeDoNot(long first, long second, long third) throws Exception {
        failed("gone.example", first, second, third);
        assertEquals(List.of(), suppressed());
    }

    @Test
    void successInBetweenBeginsAllOver() throws Exception {
        failed("gone.example", 100 * 60, 50 * 60);
        ended("ann@gone.example", State.DELIVERED, null);
        failed("gone.example", 30, 5);
        assertEquals(List.of(), suppressed());
    }

    @Test
    void domainThatFailedLongAgoIsNotLookedAt() throws Exception {
        failed("gone.example", 200 * 60, 150 * 60, 4 * 60);
        assertEquals(List.of(), suppressed());
    }

    @Test
    void suppressionThatIsThereStays() throws Exception {
        database.sql("insert into suppression (email, reason, origin) values ('@gone.example', 'by hand', 'operator')");
        failed("gone.example", 73 * 60, 30 * 60, 5);
        assertEquals(List.of("gone.example"), suppressed());
        assertEquals(1, database.number("select count(*) from suppression where reason = 'by hand'"));
    }

    @Test
    void moreDomainsThanOneStatementTakesAreAllSuppressed() throws Exception {
        database.sql("insert into domain_evidence (domain, hour, at)"
                + " select n || '.example', date_trunc('hour', t, 'UTC'), t from generate_series(1, 1200) n,"
                + " unnest(array['%1$s'::timestamptz, '%1$s'::timestamptz - interval '40 hours', '%1$s'::timestamptz - interval '73 hours']) t"
                        .formatted(NOW.minusSeconds(60)));
        assertEquals(1_200, suppressed().size());
        assertEquals(1_200, database.number("select count(*) from suppression"));
    }

    @Test
    void evidenceIsForgottenAfterTenPeriods() throws Exception {
        failed("old.example", Duration.ofDays(31).toMinutes());
        failed("gone.example", Duration.ofDays(30).toMinutes(), 5);
        of(DomainEvidence.purge(database.pool(), RULE, NOW));
        assertEquals(0, rows("old.example"));
        assertEquals(2, rows("gone.example"));
    }

    @Test
    void ruleHasBounds() {
        assertThrows(IllegalArgumentException.class, () -> new Rule(0, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new Rule(1, Duration.ofSeconds(-1)));
    }
}
