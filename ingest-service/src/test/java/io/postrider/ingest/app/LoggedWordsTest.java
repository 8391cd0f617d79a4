package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.ingest.api.ProjectModules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that came from outside are logged above DEBUG in one way only, OutsideText.forLog, in all services and libraries. */
class LoggedWordsTest {
    /** A whole statement. */
    private static final Pattern LOGGED =
            Pattern.compile("LOG\\.(?:info|warn|error|fatal|log)[fv]?\\((?:[^;\"]|\"(?:[^\"\\\\]|\\\\.)*\")*;");

    /** What holds such words: the message of a failure, a reply, a reason, and addresses themselves. */
    private static final Pattern OUTSIDE = Pattern.compile(
            "getMessage\\(\\)|\\bwhy\\b|\\breason\\b|\\blastFailure\\b|reply\\(\\)|\\.email\\(\\)|\\bemail\\b|recipients\\(\\)\\s*\\)?\\.get|reason\\(\\)");

    private static final Pattern CLEANED = Pattern.compile("OutsideText\\.forLog\\([^;]*|\"(?:[^\"\\\\]|\\\\.)*\"");

    /** Faults of files that the operator wrote, and words that were cleaned a line before. */
    private static final List<String> OWN = List.of("Signing.java", "KeyPairFiles.java");

    @Test
    void wordsFromOutsideAreCleanedBeforeTheyAreLogged() throws IOException {
        List<String> statements = new ArrayList<>();
        List<String> uncleaned = new ArrayList<>();
        for (Path module : ProjectModules.servicesAndLibraries().toList()) {
            try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    for (MatchResult found :
                            LOGGED.matcher(Files.readString(file)).results().toList()) {
                        statements.add(found.group());
                        boolean own = OWN.contains(file.getFileName().toString());
                        if (!own
                                && OUTSIDE.matcher(
                                                CLEANED.matcher(found.group()).replaceAll(""))
                                        .find()) {
                            uncleaned.add(file.getFileName() + ": " + found.group());
                        }
                    }
                }
            }
        }
        assertTrue(statements.size() > 30, "the statements are found: " + statements.size());
        assertEquals(List.of(), uncleaned);
    }
}
