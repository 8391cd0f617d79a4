package io.postrider.sender.settle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.mail.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final RetrySchedule SCHEDULE = new RetrySchedule(
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(30)),
            Duration.ofSeconds(15),
            Duration.ofHours(4),
            new RetrySchedule.Away(Duration.ofSeconds(5), Duration.ofMinutes(1)));
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private static List<Long> seconds(Lane lane, int attempts) {
        return IntStream.rangeClosed(1, attempts)
                .mapToObj(attempt -> SCHEDULE.delay(lane, attempt).toSeconds())
                .toList();
    }

    @Test
    void bulkFollowsTheListAndThenDoublesUpToTheLongest() {
        assertEquals(List.of(60L, 300L, 900L, 1800L, 3600L, 7200L, 14400L, 14400L, 14400L), seconds(Lane.BULK, 9));
        assertEquals(14400, SCHEDULE.delay(Lane.BULK, 30_000).toSeconds());
    }

    @Test
    void transactionalBeginsSoonerAndMeetsTheList() {
        assertEquals(List.of(15L, 30L, 60L, 120L, 240L), seconds(Lane.TRANSACTIONAL, 5));
    }

    @Test
    void jitterIsATenthEachWay() {
        Instant expiry = NOW.plus(Duration.ofDays(1));
        assertEquals(NOW.plusSeconds(54), SCHEDULE.next(Lane.BULK, 1, NOW, expiry, 0));
        assertEquals(NOW.plusSeconds(60), SCHEDULE.next(Lane.BULK, 1, NOW, expiry, 0.5));
        assertEquals(NOW.plusSeconds(66), SCHEDULE.next(Lane.BULK, 1, NOW, expiry, 1));
    }

    @Test
    void noRetryIsPlannedBehindTheExpiry() {
        Instant expiry = NOW.plusSeconds(10);
        assertEquals(expiry, SCHEDULE.next(Lane.BULK, 3, NOW, expiry, 0.5));
        assertTrue(SCHEDULE.next(Lane.BULK, 3, NOW, NOW.minusSeconds(1), 0.5).isBefore(NOW));
    }

    /** A server that refuses for two days: every attempt's time from the first, with the jitter at its middle. */
    @Test
    void twoDaysOfRefusalsEndAtTheExpiryAndNotLater() {
        Instant expiry = NOW.plus(Duration.ofHours(48));
        List<Long> minutes = new ArrayList<>();
        Instant now = NOW;
        int attempt = 1;
        while (now.isBefore(expiry)) {
            minutes.add(Duration.between(NOW, now).toMinutes());
            now = SCHEDULE.next(Lane.BULK, attempt++, now, expiry, 0.5);
        }
        assertEquals(expiry, now, "the last return is at the expiry itself");
        assertEquals(
                List.of(
                        0L, 1L, 6L, 21L, 51L, 111L, 231L, 471L, 711L, 951L, 1191L, 1431L, 1671L, 1911L, 2151L, 2391L,
                        2631L, 2871L),
                minutes);
    }

    @Test
    void theExpiryHoldsForEveryJitterAndLane() {
        Random random = new Random(3);
        for (int run = 0; run < 1_000; run++) {
            Lane lane = Lane.values()[run % 3];
            Instant expiry = NOW.plus(Duration.ofMinutes(1 + random.nextInt(4_000)));
            Instant now = NOW;
            for (int attempt = 1; now.isBefore(expiry); attempt++) {
                Instant next = SCHEDULE.next(lane, attempt, now, expiry, random.nextDouble());
                assertTrue(next.isAfter(now) && !next.isAfter(expiry));
                now = next;
            }
        }
    }

    @Test
    void withoutAnOpenRouteMailLooksAgainSoonAtFirstAndLaterEachMinute() {
        Instant expiry = NOW.plus(Duration.ofDays(1));
        assertEquals(NOW.plusSeconds(5), SCHEDULE.again(Duration.ZERO, NOW, expiry, 0.5));
        assertEquals(NOW.plusSeconds(20), SCHEDULE.again(Duration.ofSeconds(40), NOW, expiry, 0.5));
        assertEquals(NOW.plusSeconds(60), SCHEDULE.again(Duration.ofHours(3), NOW, expiry, 0.5));
        assertEquals(NOW.plusSeconds(2), SCHEDULE.again(Duration.ofHours(3), NOW, NOW.plusSeconds(2), 0.5));
    }
}
