package io.postrider.router.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.router.Samples;
import io.postrider.store.deliveries.Halt;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Standing;
import io.postrider.store.deliveries.State;
import io.postrider.store.suppressions.Suppression;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Batch BATCH = Samples.batch("a@x.example", "b@x.example", "c@x.example");

    private static final Instant SINCE = Instant.parse("2026-03-01T09:00:00.123Z");

    private static List<State> states(Verdict verdict) {
        return verdict.outcomes().stream().map(Outcome::state).toList();
    }

    @Test
    void freshRecipientsGoOn() {
        Verdict verdict = Verdict.of(BATCH, Map.of(), Map.of(), Samples.NOW);
        assertEquals(BATCH.recipients(), verdict.kept());
        assertTrue(verdict.outcomes().isEmpty());
    }

    @Test
    void suppressedAddressEndsHere() {
        Suppression complaint = new Suppression("b@x.example", "complaint", "feedback report", SINCE);
        Verdict verdict = Verdict.of(BATCH, Map.of(), Map.of("b@x.example", complaint), Samples.NOW);
        assertEquals(List.of(State.SUPPRESSED), states(verdict));
        assertEquals(
                List.of("a@x.example", "c@x.example"),
                verdict.kept().stream().map(Recipient::email).toList());
    }

    @Test
    void suppressedEventSaysWhyAndSinceWhen() {
        Suppression complaint = new Suppression("b@x.example", "complaint", "feedback report", SINCE);
        Suppression domain = new Suppression("@x.example", "bad_domain", "domain evidence", SINCE);
        Verdict verdict =
                Verdict.of(BATCH, Map.of(), Map.of("b@x.example", complaint, "c@x.example", domain), Samples.NOW);
        assertEquals(
                List.of(
                        "the address is suppressed since 2026-03-01T09:00:00Z: complaint (feedback report)",
                        "the domain is suppressed since 2026-03-01T09:00:00Z: bad_domain (domain evidence)"),
                verdict.outcomes().stream()
                        .map(outcome -> outcome.cause().reply())
                        .toList());
    }

    @Test
    void theTestAddressForSuppressionsEndsHereAndNoOtherUnlessAClientSuppressedIt() {
        Batch batch = Samples.batch(
                "Suppressed+1@test.postrider.invalid", "delivered@test.postrider.invalid", "suppressed@x.example");
        Verdict verdict = Verdict.of(batch, Map.of(), Map.of(), Samples.NOW);
        assertEquals(List.of(State.SUPPRESSED), states(verdict));
        assertEquals(
                "the address is suppressed since 2026-11-24T11:59:00Z: test address (test.postrider.invalid)",
                verdict.outcomes().get(0).cause().reply());
        assertEquals(2, verdict.kept().size());
        Suppression ofClient = new Suppression("delivered@test.postrider.invalid", "said no", "api", SINCE);
        assertEquals(
                2,
                Verdict.of(batch, Map.of(), Map.of("delivered@test.postrider.invalid", ofClient), Samples.NOW)
                        .outcomes()
                        .size());
    }

    @Test
    void expiredMessageEndsHereAtItsVeryInstant() {
        Verdict before = Verdict.of(
                BATCH, Map.of(), Map.of(), BATCH.message().expiresAt().minusMillis(1));
        assertEquals(3, before.kept().size());
        Verdict at = Verdict.of(BATCH, Map.of(), Map.of(), BATCH.message().expiresAt());
        assertEquals(List.of(State.EXPIRED, State.EXPIRED, State.EXPIRED), states(at));
    }

    @Test
    void cancelledMessageEndsHere() {
        Standing cancelled = new Standing(State.QUEUED, 0, Halt.CANCELLED);
        Verdict verdict = Verdict.of(BATCH, Map.of(0, cancelled, 1, cancelled, 2, cancelled), Map.of(), Samples.NOW);
        assertEquals(List.of(State.CANCELLED, State.CANCELLED, State.CANCELLED), states(verdict));
    }

    @Test
    void whatIsFinishedOrAttemptedIsNotDoneAgain() {
        Map<Integer, Standing> standings = Map.of(
                0, new Standing(State.DELIVERED, 1, Halt.NONE),
                1, new Standing(State.DEFERRED, 1, Halt.NONE));
        Verdict verdict = Verdict.of(
                BATCH,
                standings,
                Map.of("a@x.example", new Suppression("a@x.example", "complaint", "feedback report", SINCE)),
                Samples.NOW);
        assertEquals(2, verdict.repeated());
        assertEquals(1, verdict.kept().size());
        assertTrue(verdict.outcomes().isEmpty());
    }

    @Test
    void whoWasRefusedEndsWithTheMessageAlsoByAnEarlierBatch() {
        Map<Integer, Standing> standings = Map.of(
                0, new Standing(State.DELIVERED, 1, Halt.NONE),
                1, new Standing(State.DEFERRED, 2, Halt.NONE));
        Verdict verdict = Verdict.of(BATCH, standings, Map.of(), BATCH.message().expiresAt());
        assertEquals(1, verdict.repeated());
        assertEquals(List.of(State.EXPIRED, State.EXPIRED), states(verdict));
        assertEquals(2, verdict.outcomes().get(0).attempt());
    }

    @Test
    void retryGoesOnAfterItsDeferral() {
        Batch retry = BATCH.retry(BATCH.recipients().subList(1, 2));
        Verdict verdict =
                Verdict.of(retry, Map.of(1, new Standing(State.DEFERRED, 1, Halt.NONE)), Map.of(), Samples.NOW);
        assertEquals(1, verdict.kept().size());
    }
}
