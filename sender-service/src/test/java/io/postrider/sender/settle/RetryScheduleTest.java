package io.postrider.sender.settle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.contract.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private static final RetrySchedule SCHEDULE = new RetrySchedule(
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15), Duration.ofMinutes(30)),
            Duration.ofSeconds(15),
            Duration.ofHours(4));
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
}
