package io.postrider.ingest.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AccessLogTest {
    private final AtomicLong now = new AtomicLong();
    private final LogLineLimit lines = new LogLineLimit(AccessLog.KEYLESS, now::get);

    @Test
    void refusalsBeyondSixtyAMinuteAreCountedInsteadOfWritten() {
        for (int i = 0; i < 60; i++) {
            assertEquals(0, lines.mayWrite());
        }
        for (int i = 0; i < 1000; i++) {
            assertEquals(-1, lines.mayWrite());
        }
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertEquals(1000, lines.mayWrite());
        assertEquals(-1, lines.mayWrite());
    }

    @Test
    void aPathThatCouldHoldAnAddressIsNotWritten() {
        assertEquals("/v1/routes/main-2/suspend", AccessLog.path("/v1/routes/main-2/suspend"));
        for (String path : new String[] {
            "/v1/ann@mail.example", "/v1/ann%40mail", "/v1\n", "/a b", "/;a", null, "/" + "a".repeat(200)
        }) {
            assertEquals("(other)", AccessLog.path(path));
        }
    }
}
