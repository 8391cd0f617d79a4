package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.postrider.ingest.api.OpenApi;
import io.postrider.ingest.api.OpenApi.Operation;
import io.postrider.ingest.api.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whether clients can be generated from the document: the rules are what the generators for TypeScript and Java stumble over.
 * {@code infra/proofs/clients/check} runs the generators themselves.
 */
class OpenApiDocumentTest {
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "array", "object");

    private final List<String> faults = new ArrayList<>();

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : OpenApi.DOCUMENT.findValues("$ref")) {
            fault(
                    reference.asText(),
                    OpenApi.DOCUMENT.at(reference.asText().substring(1)).isMissingNode());
        }
        assertNoFaults();
    }

    @Test
    void everyCallHasANameThatIsAVerbAndAnObject() {
        Set<String> names = new HashSet<>();
        for (Operation operation : OpenApi.operations()) {
            fault(operation + " has another call's name", !names.add(operation.id()));
            fault(operation + ": " + operation.id(), !operation.id().matches("[a-z]+([A-Z][a-z]+)+"));
        }
        assertNoFaults();
    }

    /** The TypeScript client has a type for the parameters of each call, named so; two of one name hide each other. */
    @Test
    void noSchemaIsNamedLikeTheParametersOfACall() {
        Set<String> schemas = new TreeSet<>();
        OpenApi.DOCUMENT.at("/components/schemas").fieldNames().forEachRemaining(schemas::add);
        for (Operation operation : OpenApi.operations()) {
            String id = operation.id();
            String type = Character.toUpperCase(id.charAt(0)) + id.substring(1) + "Request";
            fault(type, schemas.contains(type));
        }
        assertNoFaults();
    }

    @Test
    void everySchemaUsesOnlyWhatGeneratorsUnderstand() {
        schemas().forEach((at, schema) -> {
            schema.fieldNames()
                    .forEachRemaining(
                            keyword -> fault(at + " has the keyword " + keyword, !Schema.KEYWORDS.contains(keyword)));
            List<String> types = types(schema.path("type"));
            fault(at + " has no type", types.isEmpty() && !schema.has("$ref") && !schema.has("allOf"));
            fault(at + " has an unknown type", !TYPES.containsAll(types));
            fault(at + " has several types", types.size() > 1);
            fault(at + " is an array of nothing", types.contains("array") && !schema.has("items"));
        });
        assertNoFaults();
    }

    /** A class for such an object would be a map, too: Jackson reads a map then, and the fields stay null. */
    @Test
    void noObjectHasFieldsAndOthersBesideThem() {
        schemas().forEach((at, schema) -> {
            JsonNode others = schema.path("additionalProperties");
            fault(at, schema.has("properties") && (others.isObject() || others.asBoolean()));
        });
        assertNoFaults();
    }

    /** A generator makes up a name such as {@code SendBatch202ResponseResultsInner}, and another one after the next change. */
    @Test
    void everyObjectWithFieldsHasAName() {
        schemas()
                .forEach((at, schema) -> fault(
                        at,
                        schema.has("properties") && !at.matches("/components/schemas/[A-Z][A-Za-z]*(/allOf/\\d+)?")));
        assertNoFaults();
    }

    @Test
    void everyAnswerHasASchemaWithAName() {
        for (Operation operation : OpenApi.operations()) {
            operation.node().path("responses").properties().forEach(response -> {
                boolean success = response.getKey().startsWith("2");
                JsonNode schema = OpenApi.resolved(response.getValue())
                        .path("content")
                        .path(success ? "application/json" : "application/problem+json")
                        .path("schema");
                String expected = success ? "#/components/schemas/[A-Z][A-Za-z]*" : "#/components/schemas/Problem";
                fault(
                        operation + " " + response.getKey(),
                        !schema.path("$ref").asText().matches(expected));
            });
        }
        assertNoFaults();
    }

    @Test
    void everyCallListsItsRefusals() {
        for (Operation operation : OpenApi.operations()) {
            Set<String> expected = new TreeSet<>(Set.of("401", "403", "429", "503", "default"));
            if (operation.node().has("requestBody")) {
                expected.addAll(Set.of("400", "415", "422"));
            }
            if (!operation.node().at("/parameters").findValues("$ref").stream()
                    .map(JsonNode::asText)
                    .filter("#/components/parameters/Cursor"::equals)
                    .toList()
                    .isEmpty()) {
                expected.add("422");
            }
            operation.node().path("responses").fieldNames().forEachRemaining(expected::remove);
            fault(operation + " lacks " + expected, !expected.isEmpty());
            fault(
                    operation + " has not one answer",
                    Stream.of("200", "201", "202", "204")
                            .noneMatch(
                                    status -> operation.node().path("responses").has(status)));
        }
        assertNoFaults();
    }

    @Test
    void everyParameterOfAPathIsDescribed() {
        for (Operation operation : OpenApi.operations()) {
            Set<String> described = new TreeSet<>();
            operation.node().path("parameters").forEach(parameter -> {
                JsonNode resolved = OpenApi.resolved(parameter);
                if (resolved.path("in").asText().equals("path")) {
                    described.add("{" + resolved.path("name").asText() + "}");
                    fault(
                            operation + " has a path without " + resolved.path("name"),
                            !resolved.path("required").asBoolean());
                }
            });
            Set<String> inPath = new TreeSet<>();
            Stream.of(operation.path().split("/"))
                    .filter(part -> part.startsWith("{"))
                    .forEach(inPath::add);
            fault(operation + " describes " + described, !inPath.equals(described));
        }
        assertNoFaults();
    }

    @Test
    void everyExampleFitsItsSchema() {
        int[] examples = new int[1];
        nodes(OpenApi.DOCUMENT, "", (at, node) -> {
            JsonNode schema = node.has("schema") ? node.path("schema") : node;
            boolean isSchema = node != schema || at.contains("/schemas/") || at.endsWith("/schema");
            List<JsonNode> values = isSchema && !at.endsWith("/properties") ? examples(node) : List.of();
            for (JsonNode value : values) {
                examples[0]++;
                // An example of a refusal need not have the id of a call: it is another one each time.
                Schema.faults(schema, value).stream()
                        .filter(wrong -> !wrong.endsWith(" lacks request_id"))
                        .forEach(wrong -> faults.add(at + wrong));
            }
        });
        assertTrue(examples[0] > 20, "examples: " + examples[0]);
        assertNoFaults();
    }

    /** Those of a media type are objects with a value, those of a schema a list. */
    private static List<JsonNode> examples(JsonNode node) {
        List<JsonNode> examples = new ArrayList<>();
        if (node.has("example")) {
            examples.add(node.path("example"));
        }
        node.path("examples").forEach(example -> examples.add(example.has("value") ? example.path("value") : example));
        return examples;
    }

    private static List<String> types(JsonNode type) {
        List<String> types = new ArrayList<>();
        if (type instanceof TextNode) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        types.remove("null");
        return types;
    }

    /** Every schema of the document, with its place. */
    private static Map<String, JsonNode> schemas() {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        nodes(OpenApi.DOCUMENT, "", (at, node) -> {
            if (at.matches(".*/(schema|items|additionalProperties|allOf/\\d+)") && node.isObject()
                    || at.matches(".*/properties/\\w+")
                    || at.matches("/components/schemas/\\w+")) {
                schemas.put(at, node);
            }
        });
        return schemas;
    }

    private interface Visit {
        void node(String at, JsonNode node);
    }

    private static void nodes(JsonNode node, String at, Visit visit) {
        if (at.matches(".*/(example|examples|default|enum)")) {
            return;
        }
        visit.node(at, node);
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                nodes(node.path(i), at + "/" + i, visit);
            }
        }
        node.properties().forEach(field -> nodes(field.getValue(), at + "/" + field.getKey(), visit));
    }

    private void fault(String text, boolean wrong) {
        if (wrong) {
            faults.add(text);
        }
    }

    private void assertNoFaults() {
        assertEquals("", String.join("\n", faults));
    }
}
