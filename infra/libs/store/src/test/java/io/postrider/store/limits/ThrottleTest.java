package io.postrider.store.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.routing.Rate;
import io.postrider.routing.WarmUp;
import io.postrider.store.limits.Booking.Grant;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Batches that arrive, reserve slots, wait in a broker and return, on a simulated clock. */
class ThrottleTest {
    private static final Instant BEGIN = Instant.parse("2026-11-24T10:00:00Z");
    private static final Recovery RECOVERY = new Recovery(0.25, Duration.ofSeconds(20));
    private static final Limit FIFTY = new Limit("direct/here", new Rate(50), null);

    private record Visit(Instant at, int mails, boolean urgent, Instant slot) {}

    private final Map<String, Throttle> throttles = new HashMap<>();
    private final PriorityQueue<Visit> visits = new PriorityQueue<>(Comparator.comparing(Visit::at));
    private final List<Instant> sent = new ArrayList<>();
    private final List<Instant> urgentlySent = new ArrayList<>();
    private final Random random = new Random(7);
    private int bookings;

    private void come(Duration after, int mails, boolean urgent) {
        visits.add(new Visit(BEGIN.plus(after), mails, urgent, null));
    }

    private void run(Duration until, Limit... limits) {
        while (!visits.isEmpty() && visits.peek().at().isBefore(BEGIN.plus(until))) {
            visit(visits.poll(), List.of(limits));
        }
    }

    private void visit(Visit visit, List<Limit> limits) {
        limits.forEach(limit -> throttles.computeIfAbsent(limit.name(), first -> Throttle.unused(visit.at())));
        Schedule schedule = new Schedule(new Throttles.Locked(visit.at(), throttles), limits, RECOVERY);
        Grant grant = schedule.book(new Booking(visit.mails(), visit.urgent(), visit.slot()));
        throttles.putAll(schedule.throttles());
        bookings++;
        for (int i = 0; i < grant.mails(); i++) {
            Instant at = visit.at().plus(grant.start()).plus(grant.spacing().multipliedBy(i));
            (visit.urgent() ? urgentlySent : sent).add(at);
        }
        if (grant.mails() < visit.mails()) {
            Instant back = visit.at().plus(grant.returnAfter()).plusMillis(20 + random.nextInt(200));
            visits.add(new Visit(back, visit.mails() - grant.mails(), visit.urgent(), grant.slot()));
        }
    }

    private long between(Duration from, Duration to) {
        return sent.stream()
                .filter(at -> !at.isBefore(BEGIN.plus(from)) && at.isBefore(BEGIN.plus(to)))
                .count();
    }

    @Test
    void aRateHoldsOverAllWhoSendAndIsUsedInFull() {
        for (int i = 0; i < 6; i++) {
            come(Duration.ofMillis(10 * i), 500, false);
        }
        run(Duration.ofHours(1), FIFTY);
        assertEquals(3_000, sent.size());
        for (int second = 0; second < 60; second += 2) {
            long mails = between(Duration.ofSeconds(second), Duration.ofSeconds(second + 2));
            assertTrue(mails >= 95 && mails <= 101, "second %d: %d".formatted(second, mails));
        }
        assertTrue(bookings < 60, "bookings: " + bookings);
    }

    @Test
    void aDeepBacklogWaitsOutsideAndHardlyEverAsksInVain() {
        for (int i = 0; i < 400; i++) {
            come(Duration.ofMillis(i), 500, false);
        }
        run(Duration.ofHours(2), FIFTY);
        assertEquals(200_000, sent.size());
        Instant last = sent.stream().max(Comparator.naturalOrder()).orElseThrow();
        assertTrue(last.isBefore(BEGIN.plusSeconds(4_060)), "last: " + last);
        // 2,000 are needed for their mails, and each batch comes by once in two minutes while it waits.
        assertTrue(bookings < 2_000 + 400 * 18 + 600, "bookings: " + bookings);
    }

    @Test
    void urgentMailDoesNotStandInLineButCounts() {
        for (int i = 0; i < 20; i++) {
            come(Duration.ZERO, 500, false);
        }
        for (int i = 0; i < 60; i++) {
            come(Duration.ofSeconds(10 + i), 10, true);
        }
        run(Duration.ofHours(1), FIFTY);
        assertEquals(600, urgentlySent.size());
        for (int i = 0; i < 60; i++) {
            Instant first = urgentlySent.get(10 * i);
            assertTrue(Duration.between(BEGIN.plusSeconds(10 + i), first).toMillis() < 100, "urgent " + i);
        }
        long bulk = between(Duration.ofSeconds(20), Duration.ofSeconds(60));
        assertTrue(bulk > 40 * 36 && bulk < 40 * 42, "bulk beside it: " + bulk);
    }

    @Test
    void aProviderThatAsksForLessGetsHalfAndTheRateComesBackStepByStep() {
        for (int i = 0; i < 40; i++) {
            come(Duration.ofMillis(i), 500, false);
        }
        run(Duration.ofSeconds(30), FIFTY);
        Instant now = BEGIN.plusSeconds(30);
        Throttle slowed = throttles.get(FIFTY.name()).slowed(now);
        assertEquals(0.5, slowed.factor());
        assertEquals(0.5, slowed.slowed(now.plusSeconds(1)).factor(), "one burst of replies counts once");
        assertEquals(0.25, slowed.slowed(now.plusSeconds(11)).factor());
        throttles.put(FIFTY.name(), slowed);
        run(Duration.ofHours(1), FIFTY);
        assertEquals(50, between(Duration.ofSeconds(20), Duration.ofSeconds(30)) / 10.0, 2);
        assertEquals(25, between(Duration.ofSeconds(34), Duration.ofSeconds(48)) / 14.0, 2);
        assertEquals(37.5, between(Duration.ofSeconds(54), Duration.ofSeconds(68)) / 14.0, 3);
        assertEquals(50, between(Duration.ofSeconds(74), Duration.ofSeconds(200)) / 126.0, 3);
        assertEquals(20_000, sent.size());
    }

    @Test
    void aWarmUpHoldsEachDayAndTheRestGoesOnTheNext() {
        Limit fresh = new Limit("direct", null, new WarmUp(LocalDate.of(2026, 11, 24), List.of(50, 200)));
        come(Duration.ZERO, 500, false);
        come(Duration.ofSeconds(1), 100, false);
        run(Duration.ofDays(4), fresh);
        assertEquals(50, between(Duration.ZERO, Duration.ofHours(14)));
        assertEquals(200, between(Duration.ofHours(14), Duration.ofHours(38)));
        assertEquals(350, between(Duration.ofHours(38), Duration.ofHours(62)));
    }

    @Test
    void theLowerOfTwoLimitsHolds() {
        Limit route = new Limit("direct", new Rate(10), null);
        for (int i = 0; i < 3; i++) {
            come(Duration.ZERO, 200, false);
        }
        run(Duration.ofMinutes(10), route, FIFTY);
        assertEquals(600, sent.size());
        assertEquals(10, between(Duration.ofSeconds(5), Duration.ofSeconds(55)) / 50.0, 0.5);
    }

    @Test
    void lessThanAMailASecondIsARate() {
        come(Duration.ZERO, 30, false);
        run(Duration.ofHours(2), new Limit("direct/slow", Rate.of("1/min"), null));
        assertEquals(30, sent.size());
        assertEquals(10, between(Duration.ZERO, Duration.ofMinutes(10)), 1);
    }

    @Test
    void aSlowSiteDoesNotHoldUpTheOthersOfItsRoute() {
        Limit route = new Limit("direct", new Rate(100), null);
        Limit slow = new Limit("direct/slow", new Rate(1), null);
        for (int i = 0; i < 40; i++) {
            come(Duration.ofMillis(i), 500, false);
        }
        run(Duration.ofSeconds(5), route, slow);
        sent.clear();
        visits.clear();
        come(Duration.ofSeconds(5), 500, false);
        run(Duration.ofSeconds(60), route, new Limit("direct/quick", new Rate(1_000), null));
        assertEquals(500, between(Duration.ZERO, Duration.ofSeconds(12)));
    }

    @Test
    void aLineThatNobodyStandsInAnyMoreIsForgotten() {
        for (int i = 0; i < 200; i++) {
            come(Duration.ofMillis(i), 500, false);
        }
        run(Duration.ofSeconds(10), FIFTY);
        sent.clear();
        visits.clear();
        come(Duration.ofSeconds(40), 500, false);
        run(Duration.ofHours(1), FIFTY);
        assertEquals(500, between(Duration.ofSeconds(39), Duration.ofSeconds(55)));
    }

    @Test
    void whoJoinedTheLineAtALowRateDoesNotWaitForItWhenTheRateIsBack() {
        Throttle slowed = Throttle.unused(BEGIN).slowed(BEGIN).slowed(BEGIN.plusSeconds(11));
        throttles.put(FIFTY.name(), slowed.slowed(BEGIN.plusSeconds(22)));
        for (int i = 0; i < 20; i++) {
            come(Duration.ofSeconds(23), 500, false);
        }
        run(Duration.ofHours(1), FIFTY);
        assertEquals(10_000, sent.size());
        Instant last = sent.stream().max(Comparator.naturalOrder()).orElseThrow();
        assertTrue(last.isBefore(BEGIN.plusSeconds(400)), "last: " + last);
    }

    @Test
    void aFullDayHoldsBackNewslettersAndNoPasswordReset() {
        Limit fresh = new Limit("direct", null, new WarmUp(LocalDate.of(2026, 11, 24), List.of(50, 200)));
        come(Duration.ZERO, 500, false);
        come(Duration.ofSeconds(10), 1, true);
        run(Duration.ofMinutes(1), fresh);
        assertEquals(1, urgentlySent.size());
        assertEquals(50, sent.size());
    }

    @Test
    void urgentMailOverTheRateStandsInALineOfItsOwn() {
        for (int i = 0; i < 2_000; i++) {
            come(Duration.ofMillis(i), 1, true);
        }
        run(Duration.ofMinutes(5), FIFTY);
        assertEquals(2_000, urgentlySent.size());
        assertTrue(bookings < 2_000 * 3, "bookings: " + bookings);
        Instant last = urgentlySent.stream().max(Comparator.naturalOrder()).orElseThrow();
        assertTrue(last.isBefore(BEGIN.plusSeconds(46)), "last: " + last);
    }
}
