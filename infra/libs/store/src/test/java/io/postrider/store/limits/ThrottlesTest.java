package io.postrider.store.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.routing.Rate;
import io.postrider.routing.WarmUp;
import io.postrider.store.LedgerDatabase;
import io.postrider.store.limits.Booking.Grant;
import io.postrider.testing.Patience;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ThrottlesTest {
    private static final Duration PATIENCE = Patience.LIMIT;
    private static final Recovery RECOVERY = new Recovery(0.1, Duration.ofMinutes(1));

    private static LedgerDatabase database;
    private static Throttles throttles;

    @BeforeAll
    static void open() throws Exception {
        database = LedgerDatabase.get();
        throttles = new Throttles(database.pool());
    }

    private static Grant book(int mails, Limit... limits) {
        return throttles
                .book(List.of(limits), new Booking(mails, false, null), RECOVERY)
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void bookingsFromManySendersAtOnceNeverOverlap() {
        Limit limit = new Limit("overlap/site", new Rate(100), null);
        long begun = System.nanoTime();
        List<Grant> grants = Multi.createFrom()
                .range(0, 40)
                .onItem()
                .transformToUni(n -> throttles.book(List.of(limit), new Booking(20, false, null), RECOVERY))
                .merge(8)
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
        int granted = grants.stream().mapToInt(Grant::mails).sum();
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertTrue(granted >= 400, "4 s ahead at 100/s: " + granted);
        assertTrue(granted <= 100 * (4 + seconds) + 20, "%d in %.1f s, 4 s ahead".formatted(granted, seconds));
        List<Duration> starts = grants.stream()
                .filter(grant -> grant.mails() > 0)
                .map(Grant::start)
                .sorted()
                .toList();
        assertTrue(starts.get(starts.size() - 1).compareTo(Throttle.AHEAD) <= 0, starts.toString());
    }

    @Test
    void aRouteAndASiteAreBookedTogether() throws Exception {
        Limit route = new Limit("both", new Rate(1_000), null);
        Limit site = new Limit("both/site", new Rate(5), null);
        assertEquals(20, book(500, route, site).mails());
        assertEquals(2, database.number("select count(*) from throttle where name in ('both', 'both/site')"));
        assertEquals(
                Duration.ofMillis(200),
                book(1, route, new Limit("both/other", new Rate(5), null)).spacing());
    }

    @Test
    void theMailsOfADayAreCounted() throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Limit fresh = new Limit("fresh", null, new WarmUp(today, List.of(30, 100)));
        assertEquals(20, book(20, fresh).mails());
        Grant rest = book(20, fresh);
        assertEquals(10, rest.mails());
        assertEquals(today.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC), rest.slot());
        assertEquals(30, database.number("select day_mails from throttle where name = 'fresh'"));
    }

    @Test
    void aSlowDownHoldsForTheNextBooking() {
        Limit limit = new Limit("slow/site", new Rate(100), null);
        assertEquals(1, book(1, limit).factor());
        assertEquals(0.5, throttles.slowDown(limit, RECOVERY).await().atMost(PATIENCE));
        assertEquals(0.5, throttles.slowDown(limit, RECOVERY).await().atMost(PATIENCE));
        Grant grant = book(1, limit);
        assertEquals(0.5, grant.factor());
        assertEquals(Duration.ofMillis(20), grant.spacing());
    }
}
