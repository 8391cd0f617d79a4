package io.postrider.e2e.faults;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever breaks, nothing is lost and little is repeated. {@code -Dpostrider.faults=all} runs all faults, a part of their names
 * those that have it; else those run that belong to each build.
 */
class FaultsTest {
    private static final String CHOICE = System.getProperty("postrider.faults", "");
    private static final Path TABLE = Path.of("target", "faults.md");

    private static final List<Row> ROWS = new ArrayList<>();
    private static Rig rig;

    @TestFactory
    Stream<DynamicTest> nothingIsLostAndLittleIsRepeated() {
        return Faults.all().stream()
                .filter(FaultsTest::chosen)
                .sorted((a, b) -> Integer.compare(a.replicas(), b.replicas()))
                .map(fault -> dynamicTest(fault.name(), () -> ROWS.add(new Trial(rig(fault), fault).run())));
    }

    private static boolean chosen(Fault fault) {
        return CHOICE.isEmpty()
                ? fault.brief()
                : CHOICE.equals("all") || fault.name().contains(CHOICE);
    }

    private static Rig rig(Fault fault) {
        if (rig != null && rig.replicas() != fault.replicas()) {
            rig.close();
            rig = null;
        }
        if (rig == null) {
            rig = Rig.with(fault.replicas());
        }
        return rig;
    }

    @AfterAll
    static void table() throws IOException {
        if (rig != null) {
            rig.close();
            rig = null;
        }
        String table = Row.HEAD + ROWS.stream().map(Row::line).collect(Collectors.joining("\n", "", "\n"));
        System.out.println(table);
        Files.writeString(TABLE, table);
    }
}
