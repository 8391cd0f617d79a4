package io.postrider.router.prioritise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.router.Samples;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PrioritiesTest {
    private static Batch withPriority(int priority) {
        return Samples.batch(UUID.randomUUID(), Lane.BULK, priority, "a@x.example");
    }

    /** As the router forwards it and the sender gets it. */
    private static Batch routed(Batch batch) {
        return batch.routed(null, List.of("relay"), batch.recipients(), batch.recipients());
    }

    @Test
    void firstAttemptKeepsTheMessagesPriority() {
        assertEquals(0, Priorities.of(withPriority(0)));
        assertEquals(9, Priorities.of(withPriority(9)));
    }

    @Test
    void firstAttemptThatWaitsForARouteKeepsTheMessagesPriority() {
        Batch first = routed(withPriority(4));
        assertEquals(4, Priorities.of(first.again(first.recipients())));
    }

    @Test
    void retriesComeAfterFreshMailAndSinkOnlyOnce() {
        Batch batch = withPriority(4);
        for (int attempt = 2; attempt < 9; attempt++) {
            batch = routed(batch).retry(batch.recipients());
            assertEquals(3, Priorities.of(batch), "attempt " + attempt);
        }
    }

    @Test
    void retryThatWaitsForARouteSinksNoFurther() {
        Batch batch = withPriority(4).retry(withPriority(4).recipients());
        for (int pass = 1; pass < 6; pass++) {
            assertEquals(3, Priorities.of(batch), "pass " + pass);
            batch = routed(batch).again(batch.recipients());
        }
    }

    @Test
    void retryThatWaitsForALimitSinksNoFurther() {
        Batch batch = withPriority(4).retry(withPriority(4).recipients());
        for (int pass = 1; pass < 6; pass++) {
            assertEquals(3, Priorities.of(batch), "pass " + pass);
            batch = routed(batch).withSlot(Samples.NOW.plusSeconds(pass), batch.recipients());
        }
    }

    @Test
    void lowestPriorityDoesNotSink() {
        Batch batch = withPriority(0);
        assertEquals(0, Priorities.of(batch.retry(batch.recipients())));
    }
}
