package io.postrider.bench.capacity.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same figures as {@code RetryScheduleTest} of sender-service has, for its defaults. */
class RetriesTest {
    @Test
    void waitsGrowUpToTheLongest() {
        assertWaits(false, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 14_400);
    }

    @Test
    void transactionalMailBeginsWithShorterWaits() {
        assertWaits(true, 15, 30, 60, 120, 240, 480, 960);
    }

    @Test
    void jitterIsATenth() {
        Random random = new Random(1);

        double[] delays = IntStream.range(0, 10_000)
                .mapToDouble(i -> Retries.delay(false, 1, random))
                .sorted()
                .toArray();

        assertEquals(54, delays[0], 0.1);
        assertEquals(66, delays[delays.length - 1], 0.1);
    }

    private static void assertWaits(boolean transactional, double... expected) {
        for (int attempt = 1; attempt <= expected.length; attempt++) {
            assertEquals(expected[attempt - 1], Retries.delay(transactional, attempt), "attempt " + attempt);
        }
    }
}
