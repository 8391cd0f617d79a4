package io.postrider.e2e.faults;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.postrider.e2e.faults.rig.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever breaks, nothing is lost and little is repeated. {@code infra/proofs/e2e/faults} runs them all and writes the table. With
 * {@code -Dpostrider.faults=WORDS} those run whose name has the words, with {@code all} all of them, else those that belong to each
 * build; {@code -Dpostrider.chaos=N} adds N runs of chaos with new seeds, {@code -Dpostrider.seed=S} one with that seed.
 */
class FaultsTest {
    private static final String CHOICE = System.getProperty("postrider.faults", "");
    private static final int CHAOS = Integer.getInteger("postrider.chaos", 0);
    private static final Long SEED = Long.getLong("postrider.seed");
    private static final Path TABLE = Path.of("target", "faults.md");
    private static final Path KINDS = Path.of("target", "faults-kinds.md");

    /** Where rows are kept, or null: then they are only shown. */
    private static final String RESULTS = System.getProperty("postrider.results");

    private static final List<Fault> TRIED = new ArrayList<>();
    private static final List<FaultResult> ROWS = new ArrayList<>();
    private static Rig rig;

    @TestFactory
    Stream<DynamicTest> nothingIsLostAndLittleIsRepeated() {
        TRIED.addAll(Stream.concat(Faults.all().stream().filter(FaultsTest::chosen), chaos())
                .sorted(Comparator.comparing(Fault::surroundings))
                .toList());
        return TRIED.stream().map(fault -> dynamicTest(fault.name(), () -> tried(fault)));
    }

    private static void tried(Fault fault) {
        boolean held = false;
        try {
            ROWS.add(new FaultRun(rig(fault), fault).run());
            held = true;
        } finally {
            if (!held) {
                // The next fault finds no mail of this one.
                closeRig();
            }
        }
    }

    private static boolean chosen(Fault fault) {
        return CHOICE.isEmpty()
                ? fault.brief()
                : CHOICE.equals("all") || fault.name().contains(CHOICE);
    }

    private static Stream<Fault> chaos() {
        return SEED == null
                ? LongStream.generate(() -> ThreadLocalRandom.current().nextInt(1_000_000))
                        .limit(CHAOS)
                        .mapToObj(Chaos::of)
                : Stream.of(Chaos.of(SEED));
    }

    private static Rig rig(Fault fault) {
        if (rig != null && rig.surroundings() != fault.surroundings()) {
            closeRig();
        }
        if (rig == null) {
            rig = Rig.in(fault.surroundings());
        }
        return rig;
    }

    @AfterAll
    static void table() throws IOException {
        closeRig();
        System.out.println(ResultTable.ofEach(ROWS));
        if (RESULTS != null) {
            List<FaultResult> all = Results.merged(Path.of(RESULTS), TRIED, ROWS);
            Files.writeString(TABLE, ResultTable.ofEach(all));
            Files.writeString(KINDS, ResultTable.ofKinds(all));
        }
    }

    private static void closeRig() {
        if (rig != null) {
            rig.close();
            rig = null;
        }
    }
}
