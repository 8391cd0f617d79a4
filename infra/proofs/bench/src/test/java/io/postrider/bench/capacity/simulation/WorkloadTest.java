package io.postrider.bench.capacity.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.bench.capacity.simulation.Workload.Launch;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private final Workload day = Workload.day(1_000_000, 0.1, 5, new Random(1));

    @Test
    void aDayHasItsMailsAndItsBusiestHour() {
        double transactional =
                day.transactional().stream().mapToDouble(Double::doubleValue).sum();
        int campaigns = day.launches().stream().mapToInt(Launch::recipients).sum();

        assertEquals(100_000, transactional, 1e-6);
        assertEquals(900_000, campaigns, 5);
        assertEquals(12_500, Collections.max(day.transactional()), 1e-6);
    }

    @Test
    void campaignsDifferInSizeAndAreOfThatDay() {
        assertEquals(278_493, day.largest().recipients());
        assertTrue(day.launches().stream().allMatch(launch -> launch.at() >= 0 && launch.at() < 86_400));
    }

    @Test
    void transactionalMailComesAsOftenAsItsHourSays() {
        Random random = new Random(2);
        int[] hours = new int[24];
        for (double at = day.nextTransactional(0, random); at < 86_400; at = day.nextTransactional(at, random)) {
            hours[(int) (at / 3_600)]++;
        }

        // Five standard deviations of a Poisson distribution.
        assertEquals(500, hours[3], 5 * Math.sqrt(500));
        assertEquals(12_500, hours[9], 5 * Math.sqrt(12_500));
    }

    @Test
    void aSliceHasItsPartOfEverything() {
        Workload slice = new Workload(Collections.nCopies(24, 100.0), List.of(new Launch(5, 1_000))).dividedBy(10);

        assertEquals(10, slice.transactional().get(0));
        assertEquals(List.of(new Launch(5, 100)), slice.launches());
    }

    @Test
    void aBurstAddsACampaignAndDoublesTheHour() {
        Workload burst = day.withBurst(9, 50_000);

        assertEquals(2 * day.transactional().get(9), burst.transactional().get(9));
        assertEquals(new Launch(9 * 3_600, 50_000), burst.launches().get(5));
    }
}
