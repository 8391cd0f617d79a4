package io.postrider.images.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomTest {
    /** Of nothing that is there. */
    private static final String HASH = "00".repeat(32);

    @TempDir
    Path folder;

    private Sbom sbom(String components) throws IOException {
        Path file = folder.resolve("bom.json");
        Files.writeString(
                file,
                "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"version\": 1, \"components\": [%s]}"
                        .formatted(components));
        return Sbom.read(file);
    }

    private static String component(String type, String jar) {
        return """
                {"type": "%s", "name": "a", "hashes": [{"alg": "SHA-256", "content": "%s"}],
                 "evidence": {"occurrences": [{"location": "lib/main/%s"}]}}""".formatted(type, HASH, jar);
    }

    @Test
    void jarsThatAreNotNamedOrNotThereOrOthersAreFaults() throws IOException {
        Path jars = Files.createDirectories(folder.resolve("app/lib/main"));
        Files.writeString(jars.resolve("other.jar"), "another content");
        Files.writeString(jars.resolve("unnamed.jar"), "jar");
        Sbom sbom = sbom(component("library", "other.jar") + "," + component("library", "gone.jar"));
        assertEquals(
                List.of(
                        "named with another SHA-256: lib/main/other.jar",
                        "not named: lib/main/unnamed.jar",
                        "named, but not there: lib/main/gone.jar"),
                sbom.faultsAgainst(folder.resolve("app")));
    }

    @Test
    void theSchemaIsHeld() throws IOException {
        assertEquals(List.of(), sbom(component("library", "a.jar")).schemaFaults());
        assertEquals(1, sbom(component("no such type", "a.jar")).schemaFaults().size());
    }
}
