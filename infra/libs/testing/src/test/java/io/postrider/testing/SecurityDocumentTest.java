package io.postrider.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The threat model names the test that holds each boundary: it must be there. */
class SecurityDocumentTest {
    private static final Path DOCUMENT = TestSources.PROJECT.resolve("infra/docs/security.md");
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, Path> classes = TestSources.all().stream()
                .collect(Collectors.toMap(
                        source -> source.getFileName().toString().replace(".java", ""), source -> source, (a, b) -> a));
        List<String> missing = new ArrayList<>();
        int named = 0;
        Matcher matcher = NAMED.matcher(Files.readString(DOCUMENT));
        while (matcher.find()) {
            named++;
            Path source = classes.get(matcher.group(1));
            String method = matcher.group(2);
            if (source == null || method != null && !Files.readString(source).contains("void " + method + "(")) {
                missing.add(matcher.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 40, "only " + named);
    }
}
