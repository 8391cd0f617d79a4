package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.api.OpenApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Existing clients keep working: all calls, schemas and examples of {@code contract.yaml} are still in the document. Additions and other
 * texts are no fault; a change that breaks clients changes the file, too.
 */
class OpenApiContractTest {
    private final List<String> faults = new ArrayList<>();

    @Test
    void nothingThatClientsUseIsGone() throws IOException {
        try (InputStream contract = OpenApiContractTest.class.getResourceAsStream("/openapi/contract.yaml")) {
            JsonNode expected = OpenApi.parsed(new String(contract.readAllBytes(), StandardCharsets.UTF_8));
            assertTrue(
                    expected.path("paths").size() > 15,
                    "paths: " + expected.path("paths").size());
            compare("", expected, OpenApi.DOCUMENT);
        }
        assertEquals("", String.join("\n", faults));
    }

    private void compare(String at, JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            expected.properties()
                    .forEach(
                            field -> compare(at + "/" + field.getKey(), field.getValue(), actual.path(field.getKey())));
        } else if (expected.isArray()) {
            for (JsonNode item : expected) {
                if (StreamSupport.stream(actual.spliterator(), false).noneMatch(other -> has(item, other))) {
                    faults.add(at + " lacks " + item);
                }
            }
        } else if (!expected.equals(actual)) {
            faults.add("%s was %s, is %s".formatted(at, expected, actual));
        }
    }

    /** Whether an item has all that another one has. */
    private static boolean has(JsonNode expected, JsonNode actual) {
        OpenApiContractTest items = new OpenApiContractTest();
        items.compare("", expected, actual);
        return items.faults.isEmpty();
    }

    @Test
    void aCallIsDescribedOnce() {
        String call = "paths: {/v1/things: {get: {operationId: %s}}}";
        IllegalStateException refused = assertThrows(
                IllegalStateException.class,
                () -> OpenApiDocument.assemble(List.of(call.formatted("listThings"), call.formatted("getThings"))));
        assertTrue(refused.getMessage().contains("/paths//v1/things/get/operationId"), refused.getMessage());
    }

    /** The generators of {@code infra/proofs/clients} read the document from a file. */
    @Test
    void theDocumentIsWrittenForGenerators() throws IOException {
        Path file = Path.of("target", "openapi.json");
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(OpenApi.DOCUMENT.toPrettyString().getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(Files.size(file) > 0, file::toString);
    }
}
