package io.postrider.sender.deliver.mx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.postrider.dns.MxAnswer;
import io.postrider.routing.Sites;
import io.postrider.routing.SitesFile;
import io.postrider.sender.deliver.Relay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of each destination is bounded, however many there are. */
class DestinationsTest {
    private static final Sites SITES = SitesFile.shipped();

    private final Destinations destinations = new Destinations(
            new MxEnvironment(null, () -> SITES, () -> 1),
            Relay.settings(Duration.ofSeconds(1)),
            // No connection is made here.
            new DestinationLane.Shared(null, null, null, new ConnectionBudget(200), share -> {}));

    private Destination enter(int number) {
        return destinations.enter(
                new MxAnswer.Hosts(List.of(new MxAnswer.Host("mx.d%d.example".formatted(number), 0))),
                "d%d.example".formatted(number));
    }

    @Test
    void tenThousandDomainsInTurnKeepTheBound() {
        for (int number = 0; number < 10_000; number++) {
            enter(number).leave();
        }
        assertEquals(Destinations.MOST, destinations.size());
    }

    @Test
    void oneMoreThanAreInUseIsTurnedAwayUntilOneIsLeft() {
        List<Destination> inUse = new ArrayList<>();
        for (int number = 0; number < Destinations.MOST; number++) {
            inUse.add(enter(number));
        }
        assertNull(enter(Destinations.MOST));
        assertSame(inUse.get(7), enter(7));

        inUse.get(3).leave();
        assertNotNull(enter(Destinations.MOST));
        assertEquals(Destinations.MOST, destinations.size());
    }
}
