package io.postrider.bench.capacity;

import io.postrider.bench.capacity.sizing.Assumptions;
import io.postrider.bench.capacity.sizing.Costs;
import io.postrider.bench.capacity.sizing.Sizing;
import io.postrider.bench.report.Section;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code infra/proofs/bench/run capacity}: the tables of {@code infra/docs/capacity.md}, computed from the newest results. */
public final class Capacity {
    private static final Section SECTION = new Section("capacity");

    private static final double SMALL = 1e6;
    private static final double LARGE = 1e8;
    private static final int FEW_CAMPAIGNS = 5;
    private static final int MANY_CAMPAIGNS = 200;

    private Capacity() {}

    /**
     * Prints the tables and writes them between the markers of the document.
     *
     * @param results the directory of the benches' results
     * @throws IllegalStateException if a result or a marker is missing
     */
    public static void write(Path document, Path results, PrintStream out) throws IOException {
        String text = tables(Assumptions.usual(), Costs.read(results));
        out.print(text);
        SECTION.replace(document, text);
    }

    private static String tables(Assumptions assumptions, Costs costs) {
        List<Sizing> sizes = Stream.of(SMALL, LARGE)
                .map(mails -> new Sizing(assumptions, costs, mails))
                .toList();
        SizeTables formulas = new SizeTables(assumptions, costs, sizes);
        DayTables days = new DayTables(
                List.of(Outlook.of(sizes.get(0), FEW_CAMPAIGNS), Outlook.of(sizes.get(1), MANY_CAMPAIGNS)));
        return "### Assumptions\n" + formulas.assumptions()
                + "### What a mail costs\n" + formulas.costs()
                + "### Sizes, by formula\n" + formulas.sizes()
                + "### What is full first\n" + formulas.thresholds()
                + "### A day, simulated\n" + days.usual()
                + "### Its sites\n" + days.sites()
                + "### Its faults\n" + days.faults();
    }
}
