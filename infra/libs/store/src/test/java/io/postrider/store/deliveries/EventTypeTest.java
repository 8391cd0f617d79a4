package io.postrider.store.deliveries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EventTypeTest {
    @Test
    void everyStateIsAnEventWithTheSameCodeAndWord() {
        for (State state : State.values()) {
            assertEquals(state.word(), EventType.of(state.code()).word());
        }
    }

    @Test
    void complaintsAreNoState() {
        assertEquals(EventType.COMPLAINED, EventType.of(23));
        assertThrows(IllegalArgumentException.class, () -> State.of(23));
    }
}
