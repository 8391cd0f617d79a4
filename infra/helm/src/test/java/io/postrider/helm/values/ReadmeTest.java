package io.postrider.helm.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.helm.Project;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The README of the chart has the values as they are. With {@code -Dreadme.write=true} it is written instead of compared. */
class ReadmeTest {
    private static final String README = "infra/helm/postrider/README.md";
    private static final String BEGIN = "<!-- values:begin -->\n";
    private static final String END = "<!-- values:end -->";

    @Test
    void tablesAreMadeOfTheComments() throws IOException {
        String readme = Project.text(README);
        String tables = ValuesDocument.tables(Project.text("infra/helm/postrider/values.yaml"));
        String wanted = readme.substring(0, readme.indexOf(BEGIN) + BEGIN.length())
                + tables
                + "\n"
                + readme.substring(readme.indexOf(END));
        if (Boolean.getBoolean("readme.write")) {
            Files.writeString(Project.file(README), wanted);
        }
        assertEquals(
                wanted,
                Project.text(README),
                "write it again: mvn test -pl infra/helm -Dtest=ReadmeTest -Dreadme.write=true");
        assertTrue(tables.contains("| `broker.urls` | `[]` | Addresses of an Artemis"), tables);
    }

    @Test
    void valueWithoutCommentIsFound() {
        assertThrows(IllegalStateException.class, () -> ValuesDocument.tables("# == Title\n\nname: x\n"));
    }
}
