package io.postrider.replies;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Real replies, each with the category that a person gave it and the public document in which it was found. */
final class Corpus {
    record Line(int code, String enhancedCode, Category expected, String text, String source) {
        Bounce bounce() {
            return Classification.of(code, enhancedCode, text);
        }
    }

    private Corpus() {}

    static List<Line> read(String name) {
        try (InputStream file = Corpus.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(Corpus::line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String line) {
        String[] fields = line.split("\t", -1);
        return new Line(
                Integer.parseInt(fields[0]),
                fields[1].isEmpty() ? null : fields[1],
                Category.of(fields[2]).orElseThrow(),
                fields[3],
                fields[4]);
    }
}
