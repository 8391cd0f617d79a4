package io.postrider.bench.capacity;

import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. */
final class Table {
    private final StringBuilder text = new StringBuilder();

    /** With words in the first column and figures in the others. */
    Table(String... heads) {
        this("l" + "r".repeat(heads.length - 1), heads);
    }

    private Table(String alignments, String[] heads) {
        text.append("| ").append(String.join(" | ", heads)).append(" |\n| ");
        text.append(alignments
                .chars()
                .mapToObj(alignment -> alignment == 'r' ? "---:" : "---")
                .collect(Collectors.joining(" | ")));
        text.append(" |\n");
    }

    /** @param alignments one character for each column: l or r */
    static Table aligned(String alignments, String... heads) {
        return new Table(alignments, heads);
    }

    Table row(String... cells) {
        text.append("| ").append(String.join(" | ", List.of(cells))).append(" |\n");
        return this;
    }

    @Override
    public String toString() {
        return text + "\n";
    }
}
