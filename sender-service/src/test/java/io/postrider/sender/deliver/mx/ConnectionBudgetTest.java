package io.postrider.sender.deliver.mx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.sender.deliver.mx.ConnectionBudget.Claimant;
import io.postrider.sender.deliver.mx.ConnectionBudget.Share;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionBudgetTest {
    private final ConnectionBudget budget = new ConnectionBudget(3);
    private final List<String> events = new ArrayList<>();

    private Claimant claimant(String name, Share share, boolean first) {
        return new Claimant(share, first, () -> events.add(name), () -> events.add(name + " in vain"));
    }

    private Claimant bulk(String name, int most) {
        return claimant(name, new Share(() -> most), false);
    }

    @Test
    void nobodyGetsMoreThanTheRouteOrTheShareHas() {
        Claimant small = bulk("small", 1);
        Claimant large = bulk("large", 10);
        assertTrue(budget.claim(small));
        assertFalse(budget.claim(small));
        assertTrue(budget.claim(large));
        assertTrue(budget.claim(large));
        assertFalse(budget.claim(large));
        assertEquals(3, budget.used());
    }

    @Test
    void placeThatIsFreeGoesToWhoeverMayHaveItAndWaitedLongest() {
        Claimant small = bulk("small", 1);
        Claimant large = bulk("large", 2);
        Claimant late = bulk("late", 10);
        budget.claim(small);
        budget.claim(large);
        budget.claim(large);
        budget.claim(small);
        budget.claim(late);
        budget.release(large);
        assertEquals(List.of("late"), events);
        budget.release(small);
        assertEquals(List.of("late", "small"), events);
        assertEquals(3, budget.used());
    }

    @Test
    void passwordResetGoesFirst() {
        Share share = new Share(() -> 1);
        Claimant bulk = claimant("bulk", share, false);
        Claimant reset = claimant("reset", share, true);
        budget.claim(bulk);
        budget.claim(bulk);
        budget.claim(reset);
        assertTrue(budget.wanted(bulk, 1));
        budget.release(bulk);
        assertEquals(List.of("reset"), events);
    }

    @Test
    void connectionMakesRoomForOthersAfterItsTurnAndNotForItsOwnKind() {
        Share share = new Share(() -> 1);
        Claimant one = claimant("one", share, false);
        Claimant two = claimant("two", share, false);
        budget.claim(one);
        budget.claim(one);
        assertFalse(budget.wanted(one, Integer.MAX_VALUE));
        budget.claim(two);
        assertFalse(budget.wanted(one, 1));
        assertTrue(budget.wanted(one, ConnectionBudget.TURN));
        assertFalse(budget.wanted(bulk("elsewhere", 1), ConnectionBudget.TURN));
    }

    @Test
    void limitThatRisesIsNoticed() {
        int[] most = {1};
        Claimant claimant = claimant("more", new Share(() -> most[0]), false);
        budget.claim(claimant);
        budget.claim(claimant);
        most[0] = 2;
        budget.grant();
        assertEquals(List.of("more"), events);
    }

    @Test
    void whoWaitedTooLongOrWithdrewGetsNothing() {
        Claimant holder = bulk("holder", 3);
        Claimant patient = bulk("patient", 3);
        Claimant gone = bulk("gone", 3);
        for (int i = 0; i < 3; i++) {
            budget.claim(holder);
        }
        budget.claim(patient);
        budget.claim(gone);
        budget.claim(gone);
        assertEquals(2, budget.withdraw(gone));
        budget.expire(Long.MAX_VALUE);
        assertEquals(List.of(), events);
        budget.expire(-1);
        assertEquals(List.of("patient in vain"), events);
        budget.release(holder);
        assertEquals(2, budget.used());
        assertEquals(1, events.size());
    }
}
