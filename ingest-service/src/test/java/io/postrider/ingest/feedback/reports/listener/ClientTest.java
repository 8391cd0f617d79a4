package io.postrider.ingest.feedback.reports.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.web.ClientAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which peers the limits count as one client, and what is remembered of each. */
class ClientTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final ClientLimits clients = new ClientLimits(new ClientLimits.Limits(60, 3, 1_000), now::get);

    private static ClientAddress client(String address) {
        try {
            return ClientAddress.of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1, ::ffff:192.0.2.1",
        "192.0.2.1, 64:ff9b::192.0.2.1",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff"
    })
    void areOne(String one, String other) {
        assertEquals(client(one), client(other));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2",
        "2001:db8:1:2::1, 2001:db8:1:3::1",
        "64:ff9b::192.0.2.1, 64:ff9b::192.0.2.2",
        "64:ff9b:1::192.0.2.1, 192.0.2.1"
    })
    void areTwo(String one, String other) {
        assertNotEquals(client(one), client(other));
    }

    @Test
    void anAllowanceComesBackEvenly() {
        ClientAddress ann = client("192.0.2.1");
        for (int i = 0; i < 60; i++) {
            assertEquals(Optional.empty(), clients.connect(ann));
        }
        assertEquals(Optional.of(ConnectionRefusal.CLIENT_RATE), clients.connect(ann));
        pass(Duration.ofMillis(1_001));
        assertEquals(Optional.empty(), clients.connect(ann));
        assertEquals(Optional.of(ConnectionRefusal.CLIENT_RATE), clients.connect(ann));
        pass(Duration.ofDays(300));
        for (int i = 0; i < 60; i++) {
            assertEquals(Optional.empty(), clients.connect(ann));
        }
        assertEquals(
                Optional.of(ConnectionRefusal.CLIENT_RATE),
                clients.connect(ann),
                "no more are saved up than one minute has");
    }

    @Test
    void whoGuessedTooMuchComesAgainAfterAWhile() {
        ClientAddress ann = client("192.0.2.1");
        assertTrue(clients.mayGuessOn(ann));
        assertTrue(clients.mayGuessOn(ann));
        assertEquals(false, clients.mayGuessOn(ann));
        assertEquals(Optional.of(ConnectionRefusal.CLIENT_GUESSES), clients.connect(ann));
        pass(Duration.ofMinutes(21));
        assertEquals(Optional.empty(), clients.connect(ann));
    }

    @Test
    void oneLargeMailShutsAClientOutForTwoMinutesAtMost() {
        ClientAddress ann = client("192.0.2.1");
        clients.brought(ann, 1_000_000);
        assertEquals(Optional.of(ConnectionRefusal.CLIENT_BYTES), clients.connect(ann));
        pass(Duration.ofMinutes(1).plusSeconds(1));
        assertTrue(clients.mayBring(ann));
    }

    @Test
    void theClientNotSeenForLongestIsForgotten() {
        ClientAddress first = client("192.0.2.1");
        ClientAddress second = client("192.0.2.2");
        for (int i = 0; i < 3; i++) {
            clients.mayGuessOn(first);
            clients.mayGuessOn(second);
        }
        for (int i = 0; i < ClientLimits.REMEMBERED * 2; i++) {
            clients.connect(new ClientAddress("client " + i));
            clients.connect(second);
        }
        assertEquals(ClientLimits.REMEMBERED, clients.remembered());
        assertEquals(Optional.empty(), clients.connect(first));
        assertEquals(Optional.of(ConnectionRefusal.CLIENT_GUESSES), clients.connect(second));
    }
}
