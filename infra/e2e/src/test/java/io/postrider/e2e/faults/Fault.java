package io.postrider.e2e.faults;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Something that goes wrong, and how it ends.
 *
 * @param name for the table
 * @param surroundings the system that it befalls
 * @param breaks does the damage
 * @param held how long it stays
 * @param mends what the surroundings do about it: a supervisor starts what died, a link comes back; never a human
 * @param most second copies that are within the promise
 * @param brief whether it belongs to each build
 */
record Fault(
        String name,
        Surroundings surroundings,
        Consumer<Rig> breaks,
        Duration held,
        Consumer<Rig> mends,
        int most,
        boolean brief) {

    static Fault of(String name, Consumer<Rig> breaks, Consumer<Rig> mends) {
        return new Fault(name, Surroundings.ONE, breaks, Duration.ZERO, mends, 0, false);
    }

    Fault held(int seconds) {
        return new Fault(name, surroundings, breaks, Duration.ofSeconds(seconds), mends, most, brief);
    }

    /** It befalls a system with two of each service. */
    Fault ofTwo() {
        return new Fault(name, Surroundings.TWO, breaks, held, mends, most, brief);
    }

    /** It befalls a system whose clocks can be set. */
    Fault ofClocks() {
        return new Fault(name, Surroundings.CLOCKS, breaks, held, mends, most, brief);
    }

    Fault copies(int allowed) {
        return new Fault(name, surroundings, breaks, held, mends, allowed, brief);
    }

    Fault inEachBuild() {
        return new Fault(name, surroundings, breaks, held, mends, most, true);
    }
}
