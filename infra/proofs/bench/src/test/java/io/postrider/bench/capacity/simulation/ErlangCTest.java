package io.postrider.bench.capacity.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ErlangCTest {
    @Test
    void oneServerIsBusyAsOftenAsItsLoadSays() {
        ErlangC queue = new ErlangC(0.8, 1, 1);

        assertEquals(0.8, queue.waiting(), 1e-12);
        assertEquals(4, queue.meanWait(), 1e-12);
    }

    @Test
    void severalServersAreAsInTheTables() {
        assertEquals(0.4444, new ErlangC(2, 1, 3).waiting(), 1e-4);
        assertEquals(0.4092, new ErlangC(8, 1, 10).waiting(), 1e-4);
    }

    @Test
    void urgentArrivalsWaitForTheNextServerThatComesFree() {
        assertEquals(0.5, new ErlangC(8, 1, 10).meanWaitBeforeOthers(), 1e-12);
    }

    @Test
    void aLoadThatServersCannotBearHasNoWait() {
        assertThrows(IllegalArgumentException.class, () -> new ErlangC(10, 1, 10));
    }
}
