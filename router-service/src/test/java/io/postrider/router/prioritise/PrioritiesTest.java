package io.postrider.router.prioritise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.contract.Batch;
import io.postrider.router.Samples;
import org.junit.jupiter.api.Test;

class PrioritiesTest {
    private static int after(Batch batch) {
        return Priorities.prioritise(batch).message().priority();
    }

    private static Batch withPriority(int priority) {
        Batch batch = Samples.batch("a@x.example");
        return batch.withMessage(batch.message().withPriority(priority));
    }

    @Test
    void firstAttemptKeepsTheMessagesPriority() {
        assertEquals(0, after(withPriority(0)));
        assertEquals(9, after(withPriority(9)));
    }

    @Test
    void prioritiesOutOfRangeAreBroughtIn() {
        assertEquals(9, after(withPriority(12)));
        assertEquals(0, after(withPriority(-3)));
    }

    @Test
    void retriesComeAfterFreshMailAndSinkOnlyOnce() {
        Batch first = Priorities.prioritise(withPriority(4));
        Batch second = Priorities.prioritise(first.retry(first.recipients()));
        Batch third = Priorities.prioritise(second.retry(second.recipients()));
        assertEquals(3, second.message().priority());
        assertEquals(3, third.message().priority());
    }
}
