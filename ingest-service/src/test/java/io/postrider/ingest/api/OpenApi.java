package io.postrider.ingest.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.postrider.ingest.app.OpenApiDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The document of the API that ingest-service answers at {@code /openapi.yaml}, from the files of all features. */
public final class OpenApi {
    public static final JsonNode DOCUMENT = document();

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private OpenApi() {}

    /**
     * @param method in lower case
     * @param path with the names of its parameters in braces
     */
    public record Operation(String method, String path, JsonNode node) {
        public String id() {
            return node.path("operationId").asText();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Whether the document has this call; of a path that has a value in the place of each parameter. */
    public static boolean describes(String method, String path) {
        return operation(method, path).isPresent();
    }

    /** What of an answer is not as described: its status, and what its body has, lacks, or has in another form. */
    public static List<String> faults(String method, String path, int status, JsonNode body) {
        String pointer = "/responses/%d/content/application~1json/schema".formatted(status);
        JsonNode schema = status < 400
                ? operation(method, path)
                        .map(operation -> operation.node().at(pointer))
                        .orElse(MissingNode.getInstance())
                : DOCUMENT.at("/components/schemas/Problem");
        if (schema.isMissingNode()) {
            return List.of("%s %s is answered %d, which is not described".formatted(method, path, status));
        }
        return Schema.faults(schema, body);
    }

    private static Optional<Operation> operation(String method, String path) {
        return operations().stream()
                .filter(operation -> operation.method().equalsIgnoreCase(method))
                .filter(operation -> path.matches(operation.path().replaceAll("\\{\\w+}", "[^/]+")))
                // A path that is spelled out goes before one with a parameter.
                .min(Comparator.comparing(operation -> operation.path().contains("{")));
    }

    public static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .forEach(entry ->
                                operations.add(new Operation(entry.getKey(), path.getKey(), entry.getValue()))));
        return operations;
    }

    /** What a node stands for: where its {@code $ref} leads, or itself. */
    public static JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? resolved(DOCUMENT.at(node.path("$ref").asText().substring(1)))
                : node;
    }

    private static JsonNode document() {
        Path resources = ProjectModules.root().resolve("ingest-service/src/main/resources/io/postrider/ingest");
        try (Stream<Path> files = Files.walk(resources)) {
            return parsed(OpenApiDocument.assemble(files.filter(file -> file.endsWith("openapi.yaml"))
                    .sorted()
                    .map(OpenApi::text)
                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode parsed(String yaml) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
