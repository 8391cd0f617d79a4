package io.postrider.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Documents can be found: links lead somewhere, and each page and each decision is in its index. */
class DocumentsTest {
    private static final Path DOCS = TestSources.PROJECT.resolve("infra/docs");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern DATE_AND_STATUS =
            Pattern.compile("(?m)^Date: \\d{4}-\\d{2}-\\d{2}\\. Status: (accepted|amended|superseded|rejected)\\b");

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : TestSources.files(path -> path.endsWith(".md"))) {
            String text = CODE.matcher(Files.readString(document)).replaceAll("");
            for (MatchResult link : LINK.matcher(text).results().toList()) {
                links++;
                if (!leadsSomewhere(document, link.group(1))) {
                    broken.add(TestSources.PROJECT.relativize(document) + ": " + link.group(1));
                }
            }
        }
        assertTrue(links > 100, "only " + links);
        assertEquals(List.of(), broken);
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        if (link.matches("[a-z]+:.*")) {
            return true; // another site
        }
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || HEADING.matcher(Files.readString(target))
                        .results()
                        .anyMatch(heading -> anchor(heading.group(1)).equals(parts[1]));
    }

    /** The anchor that GitHub gives to a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    @Test
    void eachPageIsInTheIndex() throws IOException {
        assertInIndex(DOCS, ".*\\.md");
    }

    @Test
    void eachDecisionIsInTheIndexAndHasADateAndAStatus() throws IOException {
        Path decisions = DOCS.resolve("adr");
        for (Path decision : assertInIndex(decisions, "\\d{3}-.*\\.md")) {
            assertTrue(DATE_AND_STATUS.matcher(Files.readString(decision)).find(), decision.toString());
        }
    }

    private static List<Path> assertInIndex(Path directory, String names) throws IOException {
        String index = Files.readString(directory.resolve("README.md"));
        try (var files = Files.list(directory)) {
            List<Path> pages = files.filter(
                            file -> file.getFileName().toString().matches(names))
                    .filter(file -> !file.endsWith("README.md"))
                    .toList();
            assertTrue(pages.size() > 15, pages::toString);
            List<String> missing = pages.stream()
                    .map(page -> page.getFileName().toString())
                    .filter(page -> !index.contains("(" + page + ")"))
                    .toList();
            assertEquals(List.of(), missing);
            return pages;
        }
    }
}
