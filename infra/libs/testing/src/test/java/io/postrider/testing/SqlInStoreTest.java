package io.postrider.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that each table has one owner (adr/023): what goes to PostgreSQL is written in the libraries store and pg. */
class SqlInStoreTest {
    private static final List<String> WITH_SQL = List.of("infra/libs/store/", "infra/libs/pg/");

    /** They set up separate databases, and measure or check them from outside. */
    private static final List<String> TOOLS =
            List.of("infra/local/", "infra/neighbours/", "infra/images/", "infra/proofs/");

    private static final String STATEMENT = "(?:(?:select|with\\s+\\w+\\s+as|insert\\s+into"
            + "|update\\s+\\w+\\s+(?:\\w+\\s+)?set|delete\\s+from|lock\\s+table|truncate|copy\\s+\\w+\\s+(?:from|to)"
            + "|set\\s+(?:local|transaction)|explain|listen|notify)\\s|call\\s+\\w+\\()";

    /** At the beginning of a text, or of a line of a text block. */
    private static final Pattern SQL =
            Pattern.compile("\"(?:\"\"\\s*\\n)?\\s*\\(?\\s*" + STATEMENT, Pattern.CASE_INSENSITIVE);

    /** Text that is joined to a statement, and calls that take one. */
    private static final Pattern PART =
            Pattern.compile("\"[^\"\\n]*\\s(?:from|join|where|on conflict|order by|returning)\\s+\\w+[^\"\\n]*\\$\\d"
                    + "|\\.preparedQuery\\(|\\.query\\(\\s*\"|\\.createNativeQuery\\(|\\.createQuery\\(");

    @Test
    void noOtherModuleHasAStatement() throws IOException {
        List<String> found = new ArrayList<>();
        int checked = 0;
        for (Path source : TestSources.files(file -> file.contains("/src/main/java/") && file.endsWith(".java"))) {
            String path = TestSources.PROJECT.relativize(source).toString();
            if (Stream.concat(WITH_SQL.stream(), TOOLS.stream()).noneMatch(path::startsWith)) {
                found.addAll(statements(path, Files.readString(source)));
                checked++;
            }
        }
        assertTrue(checked > 300, "only " + checked + " sources");
        assertEquals(List.of(), found, "move them to infra/libs/store");
    }

    @Test
    void statementsAreFoundInEveryForm() {
        for (String source : List.of(
                "S = \"select 1 \" + x;",
                "S = \"\"\"\n        insert into delivery (id)\n        \"\"\"",
                "S = \"\"\"\n        with given as (\n        \"\"\"",
                "S = \"(select route from route_hold\"",
                "S = \"UPDATE delivery d set state = 1\"",
                "b.append(\" and x in (select id from y where z = $1)\")",
                "pool.preparedQuery(BODY)",
                "connection.query(\"begin\")")) {
            assertEquals(1, statements("A.java", source).size(), source);
        }
        for (String prose : List.of(
                "\"choose a route\"",
                "\"delete the file\"",
                "\"call of %s\"",
                "\"with a reason\"",
                "\"update it\"",
                "LOG.info(\"set of routes\")")) {
            assertEquals(List.of(), statements("A.java", prose));
        }
    }

    private static List<String> statements(String path, String source) {
        List<String> found = new ArrayList<>();
        for (Pattern pattern : List.of(SQL, PART)) {
            Matcher matcher = pattern.matcher(source);
            while (matcher.find()) {
                long line = source.substring(0, matcher.start()).lines().count();
                found.add("%s:%d %s"
                        .formatted(path, Math.max(1, line), matcher.group().strip()));
            }
        }
        return found;
    }
}
