package io.postrider.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The newest row of each fault, in a file that is kept: a run replaces the rows of those faults that it tried. */
final class Results {
    private static final String HEAD =
            "fault\tkind\taccepted\tdelivered\tlost\tcopies\tmost\trecovered_ms\tsettled_ms\tmeasured";

    private Results() {}

    /**
     * @param tried whose earlier rows are obsolete; of chaos all are, since each run has a different seed
     * @return all rows that there are now
     */
    static List<FaultResult> merged(Path file, List<Fault> tried, List<FaultResult> rows) throws IOException {
        Set<String> names = tried.stream().map(Fault::name).collect(Collectors.toSet());
        boolean chaos = tried.stream().anyMatch(fault -> fault.kind().equals(Chaos.KIND));
        List<FaultResult> all = new ArrayList<>(read(file));
        all.removeIf(row -> names.contains(row.fault()) || chaos && row.kind().equals(Chaos.KIND));
        all.addAll(rows);
        List<String> kinds = Stream.concat(Faults.all().stream().map(Fault::kind), Stream.of(Chaos.KIND))
                .distinct()
                .toList();
        all.sort((one, other) -> kinds.indexOf(one.kind()) - kinds.indexOf(other.kind()));
        Files.createDirectories(file.getParent());
        Files.writeString(file, all.stream().map(Results::line).collect(Collectors.joining("\n", HEAD + "\n", "\n")));
        return all;
    }

    private static List<FaultResult> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).map(line -> row(line.split("\t"))).toList();
        }
    }

    private static FaultResult row(String... fields) {
        return new FaultResult(
                fields[0],
                fields[1],
                Integer.parseInt(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Integer.parseInt(fields[6]),
                Duration.ofMillis(Long.parseLong(fields[7])),
                Duration.ofMillis(Long.parseLong(fields[8])),
                fields[9]);
    }

    private static String line(FaultResult row) {
        return Stream.of(
                        row.fault(),
                        row.kind(),
                        row.accepted(),
                        row.delivered(),
                        row.lost(),
                        row.copies(),
                        row.most(),
                        row.recovered().toMillis(),
                        row.settled().toMillis(),
                        row.measured())
                .map(String::valueOf)
                .collect(Collectors.joining("\t"));
    }
}
