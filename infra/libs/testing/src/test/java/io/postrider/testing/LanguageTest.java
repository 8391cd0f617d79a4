package io.postrider.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Documents, the API's description, alerts, the chart and the code are in plain English: the words that readers stumble
 * over do not come back.
 */
class LanguageTest {
    /** Words that no text of the project needs, each with the one to use. */
    private static final Map<String, String> STILTED = Map.ofEntries(
            Map.entry("whoever", "the client, the server, the process"),
            Map.entry("whom", "name the party"),
            Map.entry("anew", "again"),
            Map.entry("what became of", "the outcome, the status"),
            Map.entry("is told", "receives, is reported"),
            Map.entry("of its own", "separate, dedicated"),
            Map.entry("of their own", "separate, dedicated"),
            Map.entry("besides", "also"),
            Map.entry("for ever", "forever, indefinitely"),
            Map.entry("again and again", "repeatedly"),
            Map.entry("so many", "that many"),
            // Neither the Unix user nor a method of the JDK.
            Map.entry("(?<!\"-u\", \")nobody(?!\\()", "use the passive, or name the party"),
            Map.entry("somebody", "an operator, a client"),
            Map.entry("reckoned", "calculated"),
            Map.entry("way out", "route"),
            Map.entry("but for", "except"),
            // Letters of the alphabet and dead letters are terms.
            Map.entry("(?<!dead[ .-]|ASCII )letters?(?![-.]\\w|,? (?:and |or )?digits)", "mail"));

    private static final int COLUMNS = 120;

    @Test
    void documentsUseTheWordsOfTheField() throws IOException {
        Pattern stilted = pattern(STILTED.keySet());
        List<String> found = new ArrayList<>();
        List<Path> documents = TestSources.files(path -> path.endsWith(".md")
                || path.endsWith("openapi.yaml")
                || path.endsWith("/alerts.yaml")
                || path.endsWith("/values.yaml")
                || path.endsWith(".json") && path.contains("/observability/dashboards/"));
        assertTrue(documents.size() > 40, documents::toString);
        documents.forEach(document -> lines(document, (place, line) -> {
            Matcher word = stilted.matcher(line.replaceAll("`[^`]*`", "``"));
            while (word.find()) {
                found.add("%s: \"%s\" (%s)".formatted(place, word.group(), advice(word.group())));
            }
        }));
        assertEquals(List.of(), found);
    }

    @Test
    void codeUsesTheWordsOfTheField() throws IOException {
        Pattern stilted = pattern(STILTED.keySet());
        List<String> found = new ArrayList<>();
        List<Path> sources = TestSources.files(path -> path.contains("/src/main/java/") && path.endsWith(".java"));
        assertTrue(sources.size() > 300, () -> "only " + sources.size());
        sources.forEach(source -> lines(source, (place, line) -> {
            if (stilted.matcher(line).find()) {
                found.add(place + ": " + line.strip());
            }
        }));
        assertEquals(List.of(), found);
    }

    /** Tables, code, headings and lines with a link cannot be wrapped. */
    @Test
    void linesOfProseFitTheScreen() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path document : TestSources.files(path -> path.endsWith(".md"))) {
            boolean[] code = {false};
            lines(document, (place, line) -> {
                if (line.strip().startsWith("```")) {
                    code[0] = !code[0];
                }
                boolean prose = !code[0] && !line.matches("\\s*[|#].*|.*(]\\(|https?://).*");
                if (prose && line.codePointCount(0, line.length()) > COLUMNS) {
                    found.add(place + ": " + line);
                }
            });
        }
        assertEquals(List.of(), found);
    }

    private static Pattern pattern(Iterable<String> words) {
        return Pattern.compile("\\b(?:" + String.join("|", words) + ")\\b", Pattern.CASE_INSENSITIVE);
    }

    private static String advice(String word) {
        return STILTED.entrySet().stream()
                .filter(entry -> pattern(List.of(entry.getKey())).matcher(word).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /** Every line, with its place as {@code file:line}. */
    private static void lines(Path file, BiConsumer<String, String> consumer) {
        try {
            String name = TestSources.PROJECT.relativize(file).toString();
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                consumer.accept("%s:%d".formatted(name, i + 1), lines.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
