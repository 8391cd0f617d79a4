package io.postrider.bench.capacity.sizing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.bench.capacity.sizing.Sizing.Threshold;
import java.util.List;
import org.junit.jupiter.api.Test;

class SizingTest {
    /** 1,000 mails/s in the busiest hour. */
    private final Sizing sizing = Examples.sizing(28_800_000);

    @Test
    void coresFollowFromTheMixedCostOfAMail() {
        assertEquals(1_000, sizing.busiestRate(), 1e-9);
        // 0.9 x 200 + 0.1 x 300 = 210 µs of 1,000 mails/s, at 50 % of a core.
        assertEquals(210, sizing.micros().sender(), 1e-9);
        assertEquals(0.42, sizing.cores(sizing.micros().sender()), 1e-9);
    }

    @Test
    void aServiceHasTwoReplicasAtLeast() {
        assertEquals(2, sizing.replicas(210));
        assertEquals(3, sizing.replicas(2_010));
    }

    @Test
    void routesFollowFromTheSiteWhoseRateIsUsedUpFirst() {
        assertEquals("small", sizing.tightest().name());
        // 200 mails/s at 80 % of 10/s.
        assertEquals(25, sizing.routes());
    }

    @Test
    void connectionsFollowFromLittlesLaw() {
        // 1,000 mails/s of 1.25 attempts of 0.4 s.
        assertEquals(500, sizing.smtpConnections(), 1e-9);
        assertEquals(2 * (6 + 5 + 5), sizing.databaseConnections(), 1e-9);
    }

    @Test
    void bytesAndRowsFollowFromTheMeasuredOnes() {
        // A delivery and an event, and for every tenth a message and half a content.
        assertEquals(28_800_000 * (400 + 0.1 * (200 + 2_500)), sizing.keptBytesPerDay(), 1);
        assertEquals(28_800_000 * (0.9 * 40 + 0.1 * (550 + 90 + 60 + 300)), sizing.passingBytesPerDay(), 1);
        assertEquals(1_000 * (3 + 0.1 * 3.5), sizing.rowsPerSecond(), 1e-6);
        assertEquals(2e9, sizing.brokerBytes(1e7), 1e-3);
        assertEquals(1e12 / (670 * 30), sizing.mailsPerDayOfDisk(30), 1);
    }

    @Test
    void whatIsFullFirstComesFirst() {
        List<Threshold> thresholds = sizing.thresholds();

        assertEquals("a route: the rate of small", thresholds.get(0).part());
        assertEquals(40, thresholds.get(0).mailsPerSecond(), 1e-9);
        assertEquals(1_152_000, thresholds.get(0).mailsPerDay(0.125), 1e-6);
        Threshold single =
                thresholds.stream().filter(Threshold::single).findFirst().orElseThrow();
        // Of the broker's 8 cores each mail takes 80 µs, of PostgreSQL's 16 it takes 140.
        assertEquals("the broker: 8 cores", single.part());
        assertEquals(8 * 0.5 / 80e-6, single.mailsPerSecond(), 1e-6);
    }
}
