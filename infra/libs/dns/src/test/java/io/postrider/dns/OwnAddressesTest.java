package io.postrider.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.testing.Patience;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger readings = new AtomicInteger();

    private static Set<InetAddress> now(OwnAddresses own) {
        return Patience.result(own.current());
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {8, 8, 8, (byte) last});
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<InetAddress> next() throws SocketException {
        int reading = readings.incrementAndGet();
        if (reading == 2) {
            throw new SocketException("no");
        }
        return Set.of(address(reading));
    }

    @Test
    void loopbackIsAmongThem() {
        assertTrue(now(new OwnAddresses(System::nanoTime)).contains(InetAddress.getLoopbackAddress()));
    }

    @Test
    void theyAreReadAgainWhenTheyAreOld() {
        OwnAddresses own = new OwnAddresses(this::next, now::get);
        now.set(OwnAddresses.FRESH.toNanos() - 1);
        assertEquals(Set.of(address(1)), now(own));
        now.incrementAndGet();
        assertEquals(Set.of(address(1)), now(own), "they could not be read again");
        now.addAndGet(OwnAddresses.FRESH.toNanos());
        assertEquals(Set.of(address(3)), now(own));
        assertEquals(Set.of(address(3)), now(own));
        assertEquals(3, readings.get());
    }

    @Test
    void withoutThemNothingBegins() {
        assertThrows(
                IllegalStateException.class,
                () -> new OwnAddresses(
                        () -> {
                            throw new SocketException("no");
                        },
                        now::get));
    }
}
