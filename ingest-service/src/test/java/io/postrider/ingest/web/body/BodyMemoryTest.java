package io.postrider.ingest.web.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.web.body.BodyMemory.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who gets room, and who makes it. The part for large bodies is 70 MiB, of which a client may have 52. */
class BodyMemoryTest {
    private static final long MIB = 1 << 20;
    private static final long FIRST = BodyMemory.FIRST;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final BodyMemory room = new BodyMemory(80 * MIB, now::get);
    private final List<String> left = new ArrayList<>();

    private HeldMemory enter(String client, String name) {
        return room.enter(client, () -> left.add(name));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static void arrives(HeldMemory one, long bytes) {
        one.arrived(bytes);
        assertEquals(Verdict.TAKEN, one.take(bytes));
    }

    @Test
    void oneClientMayTakeThreeQuarters() {
        HeldMemory large = enter("ann", "large");
        arrives(large, FIRST + 52 * MIB);
        assertEquals(Verdict.CLIENT_FULL, enter("ann", "next").take(FIRST + MIB));
        assertEquals(429, Verdict.CLIENT_FULL.problem().status());
        assertEquals(Verdict.TAKEN, enter("bob", "other").take(FIRST + 17 * MIB));
        assertEquals(Verdict.FULL, enter("carl", "third").take(FIRST + 2 * MIB));
        assertEquals(503, Verdict.FULL.problem().status());
        assertTrue(left.isEmpty());
    }

    @Test
    void largeBodiesLeaveRoomForSmallOnes() {
        for (String client : List.of("ann", "bob", "carl")) {
            HeldMemory all = enter(client, client);
            while (all.take(MIB) == Verdict.TAKEN) {
                all.arrived(MIB);
            }
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(Verdict.TAKEN, enter("ann", "small").take(FIRST));
        }
        assertTrue(left.isEmpty());
    }

    @Test
    void theSlowestBodyMakesRoomForAFasterOne() {
        HeldMemory slow = enter("ann", "slow");
        arrives(slow, FIRST + 20 * MIB);
        HeldMemory slowest = enter("ann", "slowest");
        arrives(slowest, FIRST + 20 * MIB);
        pass(Duration.ofSeconds(3));
        slow.arrived(MIB / 2);
        HeldMemory fast = enter("ann", "fast");
        arrives(fast, FIRST + 15 * MIB);
        assertEquals(List.of("slowest"), left);
        assertFalse(slowest.whole());
        assertEquals(Verdict.DROPPED, slowest.take(1));
        assertEquals(408, Verdict.DROPPED.problem().status());
        assertTrue(slow.whole());
    }

    @Test
    void aBodyThatHardlyArrivesMakesRoomForAnyOther() {
        for (int i = 0; i < 3; i++) {
            arrives(enter("client " + i, "half " + i), FIRST + 23 * MIB);
        }
        pass(Duration.ofSeconds(20));
        HeldMemory next = enter("another", "next");
        arrives(next, FIRST + 20 * MIB);
        assertEquals(1, left.size());
    }

    @Test
    void whoHasLessIsNotPushedOutByWhoHasMore() {
        HeldMemory little = enter("ann", "little");
        arrives(little, FIRST + 10 * MIB);
        HeldMemory much = enter("bob", "much");
        arrives(much, FIRST + 50 * MIB);
        pass(Duration.ofSeconds(2));
        little.arrived(50_000);
        much.arrived(MIB);
        HeldMemory more = enter("bob", "more");
        more.arrived(MIB);
        assertEquals(Verdict.CLIENT_FULL, more.take(FIRST + 12 * MIB));
        assertEquals(Verdict.TAKEN, little.take(12 * MIB));
        assertEquals(List.of("much"), left);
    }

    @Test
    void whatHasJustBegunOrIsWholeOrWaitsForRoomIsNotPushedOut() {
        HeldMemory whole = enter("ann", "whole");
        arrives(whole, FIRST + 17 * MIB);
        assertTrue(whole.whole());
        HeldMemory waiting = enter("bob", "waiting");
        arrives(waiting, FIRST + 17 * MIB);
        waiting.waits(true);
        pass(Duration.ofSeconds(5));
        HeldMemory begun = enter("carl", "begun");
        arrives(begun, FIRST + 34 * MIB);
        assertEquals(Verdict.FULL, enter("dora", "next").take(FIRST + 20 * MIB));
        assertTrue(left.isEmpty());
    }

    @Test
    void clientsThatAreNotKnownHaveNoShare() {
        HeldMemory one = enter(null, "one");
        arrives(one, FIRST + 60 * MIB);
        assertEquals(Verdict.TAKEN, enter(null, "two").take(FIRST + 10 * MIB));
    }

    @Test
    void whatIsLeftIsFreeOnceOnly() {
        HeldMemory one = enter("ann", "one");
        arrives(one, FIRST + MIB);
        HeldMemory other = enter("ann", "other");
        arrives(other, 10);
        one.leave();
        one.leave();
        assertEquals(10, room.held());
        other.leave();
        assertEquals(0, room.held());
    }

    @Test
    void whatIsInUseIsFreeWhenThatIsDone() {
        HeldMemory one = enter("ann", "one");
        arrives(one, MIB);
        assertTrue(one.whole());
        assertTrue(one.use());
        one.leave();
        assertEquals(MIB, room.held());
        assertEquals(Verdict.TAKEN, one.take(1));
        one.used();
        assertEquals(0, room.held());
        assertFalse(one.use());
        assertEquals(Verdict.DROPPED, one.take(1));
    }

    @Test
    void memoryOfWhatIsReadIsChargedInStepsAndBounded() {
        HeldMemory holding = enter("ann", "one");
        assertTrue(holding.whole());
        RequestBody body = new RequestBody(new byte[0], 0, holding);
        body.hold(1);
        long step = room.held();
        assertTrue(step > 1 && step < FIRST, step + " bytes");
        body.hold(step - 1);
        assertEquals(step, room.held());
        body.hold(1);
        assertTrue(room.held() > step);
    }
}
