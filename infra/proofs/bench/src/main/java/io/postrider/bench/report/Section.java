package io.postrider.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The generated part of a document, between the lines {@code <!-- name:begin -->} and {@code <!-- name:end -->}.
 *
 * @param name of the markers
 */
public record Section(String name) {
    /** @throws IllegalStateException if the document lacks the markers; then it is left alone */
    public void replace(Path document, String text) throws IOException {
        String old = Files.readString(document);
        int begin = old.indexOf(begin());
        int end = old.indexOf(end());
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(
                    "%s needs the lines %s and %s, in this order".formatted(document.getFileName(), begin(), end()));
        }
        Files.writeString(document, old.substring(0, begin + begin().length()) + "\n" + text + old.substring(end));
    }

    String begin() {
        return "<!-- " + name + ":begin -->";
    }

    String end() {
        return "<!-- " + name + ":end -->";
    }
}
