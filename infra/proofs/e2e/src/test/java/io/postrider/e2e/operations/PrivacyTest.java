package io.postrider.e2e.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.e2e.kit.SharedSystem;
import io.postrider.testing.Privacy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of a local run, other users of the machine learn neither a secret nor an address. */
class PrivacyTest {
    private final Path directory = SharedSystem.get().system().authorization().getParent();

    @Test
    void allThatARunKeepsIsItsOwnersAlone() {
        assertEquals(List.of(), Privacy.open(directory));
    }

    @Test
    void noCommandLineHasASecret() throws Exception {
        Properties kept = new Properties();
        kept.load(Files.newBufferedReader(directory.resolve("secrets.properties")));
        List<String> secrets = Stream.concat(
                        kept.stringPropertyNames().stream().map(kept::getProperty), Stream.of(SharedSystem.VERP_KEY))
                .toList();
        assertTrue(secrets.size() > 8, kept.stringPropertyNames()::toString);
        assertEquals(List.of(), Privacy.said(secrets));
    }

    @Test
    void theKeyAndThePasswordAreInFilesForCurlAndPsql() throws Exception {
        assertEquals(
                "Authorization: Bearer " + SharedSystem.get().system().apiKey(),
                Files.readString(directory.resolve("authorization")).strip());
        assertEquals(5, Files.readString(directory.resolve("pgpass")).strip().split(":").length);
    }
}
