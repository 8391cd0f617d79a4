package io.postrider.e2e.faults;

import io.postrider.e2e.faults.rig.Rig;
import io.postrider.e2e.faults.rig.SystemSetup;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Something that goes wrong, and how it ends.
 *
 * @param name for the table
 * @param kind what it has in common with others, for the short table
 * @param surroundings the system that it befalls
 * @param breaks does the damage
 * @param held how long it stays
 * @param mends what the surroundings do about it: a supervisor starts what died, a link comes back; never a human
 * @param most second copies that are within the promise
 * @param brief whether it belongs to each build
 */
record Fault(
        String name,
        String kind,
        SystemSetup surroundings,
        Consumer<Rig> breaks,
        Duration held,
        Consumer<Rig> mends,
        int most,
        boolean brief) {

    static Fault of(String name, Consumer<Rig> breaks, Consumer<Rig> mends) {
        return new Fault(name, name, SystemSetup.ONE, breaks, Duration.ZERO, mends, 0, false);
    }

    Fault kind(String common) {
        return new Fault(name, common, surroundings, breaks, held, mends, most, brief);
    }

    Fault held(int seconds) {
        return new Fault(name, kind, surroundings, breaks, Duration.ofSeconds(seconds), mends, most, brief);
    }

    Fault in(SystemSetup other) {
        return new Fault(name, kind, other, breaks, held, mends, most, brief);
    }

    Fault copies(int allowed) {
        return new Fault(name, kind, surroundings, breaks, held, mends, allowed, brief);
    }

    Fault inEachBuild() {
        return new Fault(name, kind, surroundings, breaks, held, mends, most, true);
    }
}
