package io.postrider.sender.settle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postrider.mail.Lane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettleMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SettleMeters meters = new SettleMeters(registry);

    private List<CountAtBucket> buckets(Lane lane) {
        return Stream.of(registry.get("postrider.sender.delivery.time")
                        .tag("lane", lane.word())
                        .timer()
                        .takeSnapshot()
                        .histogramCounts())
                .toList();
    }

    private double deliveredWithin(Lane lane, double seconds) {
        return buckets(lane).stream()
                .filter(bucket -> bucket.bucket(TimeUnit.SECONDS) == seconds)
                .findFirst()
                .orElseThrow()
                .count();
    }

    @Test
    void timesToDeliveryAreCountedByLaneInAFewBuckets() {
        meters.delivered(Lane.TRANSACTIONAL, Duration.ofMillis(300));
        meters.delivered(Lane.TRANSACTIONAL, Duration.ofMinutes(4));
        meters.delivered(Lane.BULK, Duration.ofDays(30));
        assertEquals(14, buckets(Lane.TRANSACTIONAL).size());
        assertEquals(0, deliveredWithin(Lane.TRANSACTIONAL, 0.25));
        assertEquals(1, deliveredWithin(Lane.TRANSACTIONAL, 0.5));
        assertEquals(1, deliveredWithin(Lane.TRANSACTIONAL, 60));
        assertEquals(2, deliveredWithin(Lane.TRANSACTIONAL, 300));
        assertEquals(0, deliveredWithin(Lane.BULK, 259_200));
        assertEquals(0, deliveredWithin(Lane.STANDARD, 259_200));
    }

    @Test
    void aTimeBeforeTheAcceptanceIsNotCounted() {
        meters.delivered(Lane.STANDARD, Duration.ofSeconds(-1));
        assertEquals(
                0,
                registry.get("postrider.sender.delivery.time")
                        .tag("lane", "standard")
                        .timer()
                        .count());
    }
}
