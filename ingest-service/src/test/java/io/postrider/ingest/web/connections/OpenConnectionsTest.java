package io.postrider.ingest.web.connections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.postrider.ingest.web.connections.OpenConnections.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Ten connections, of which one is kept; four for a client. */
class OpenConnectionsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final OpenConnections places = new OpenConnections(10, 4, now::get);
    private final List<String> closed = new ArrayList<>();

    private Place enter(String client, String name) {
        now.addAndGet(1_000);
        return places.enter(client, () -> closed.add(name));
    }

    private void enterAll(String client, int number) {
        for (int i = 0; i < number; i++) {
            assertNotNull(enter(client, client + i));
        }
    }

    @Test
    void aClientWithItsShareClosesItsOwnThatIsIdleForLongest() {
        Place first = enter("ann", "first");
        enterAll("ann", 3);
        places.begins(first);
        places.ends(first);
        enter("ann", "next");
        assertEquals(List.of("ann0"), closed);
        assertEquals(4, places.open());
    }

    @Test
    void aClientWhoseConnectionsAreAllAtWorkGetsNoMore() {
        for (int i = 0; i < 4; i++) {
            places.begins(enter("ann", "ann" + i));
        }
        assertNull(enter("ann", "next"));
        assertNotNull(enter("bob", "bob"));
        assertEquals(List.of(), closed);
    }

    @Test
    void whenAllAreTakenTheClientWithMostClosesOne() {
        enterAll("ann", 4);
        enterAll("bob", 3);
        enterAll("carl", 2);
        assertNotNull(enter("dora", "dora"));
        assertEquals(List.of("ann0"), closed);
        assertEquals(9, places.open());
    }

    @Test
    void trustedProxiesHaveNoShare() {
        for (int i = 0; i < 9; i++) {
            assertNotNull(enter(null, "proxy" + i));
        }
        assertEquals(List.of(), closed);
        assertNotNull(enter("ann", "ann"));
        assertEquals(List.of("proxy0"), closed);
    }

    @Test
    void whatLeavesTwiceLeavesOnce() {
        Place one = enter("ann", "one");
        enter("ann", "other");
        places.leave(one);
        places.leave(one);
        assertEquals(1, places.open());
    }

    @Test
    void aConnectionWithoutItsFirstCallIsClosedAfterItsTime() {
        enter("ann", "silent");
        places.begins(enter("ann", "calling"));
        now.addAndGet(OpenConnections.FIRST_HEAD.toNanos() - 2_000);
        places.closeWithoutRequest();
        assertEquals(List.of(), closed);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        places.closeWithoutRequest();
        assertEquals(List.of("silent"), closed);
    }
}
