package io.postrider.bench.capacity.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {
    private final Agenda agenda = new Agenda();
    private final List<String> happened = new ArrayList<>();

    @Test
    void eventsHappenInTheOrderOfTimeAndThenOfTheirAddition() {
        agenda.at(2, () -> happened.add("later"));
        agenda.at(1, () -> agenda.in(1, () -> happened.add("last at " + agenda.now())));
        agenda.at(1, () -> happened.add("second"));

        agenda.run();

        assertEquals(List.of("second", "later", "last at 2.0"), happened);
    }

    @Test
    void nothingCanBePlannedForThePast() {
        agenda.at(5, () -> agenda.at(4, () -> happened.add("never")));

        assertThrows(IllegalArgumentException.class, agenda::run);
    }
}
