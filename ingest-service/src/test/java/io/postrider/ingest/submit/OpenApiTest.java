package io.postrider.ingest.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.postrider.bounce.Category;
import io.postrider.ledger.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document is written by hand, as the bodies are read by hand; this holds the two together. */
class OpenApiTest {
    @Test
    void describesExactlyTheFieldsOfAMessageThatAreRead() throws IOException {
        Set<String> described = new TreeSet<>();
        document().at("/components/schemas/Message/properties").fieldNames().forEachRemaining(described::add);
        assertEquals(new TreeSet<>(MessageReader.KNOWN), described);
    }

    @Test
    void everyReferenceLeadsSomewhere() throws IOException {
        JsonNode document = document();
        String broken = document.findValues("$ref").stream()
                .map(JsonNode::asText)
                .filter(reference -> document.at(reference.substring(1)).isMissingNode())
                .collect(Collectors.joining(", "));
        assertEquals("", broken);
    }

    @Test
    void everyTypeOfAnEventAndEveryCategoryIsDescribed() throws IOException {
        assertEquals(
                Arrays.stream(EventType.values()).map(EventType::word).toList(),
                words("/components/schemas/Event/properties/type/enum"));
        assertEquals(
                Arrays.stream(Category.values()).map(Category::word).toList(),
                words("/components/schemas/Event/properties/category/enum"));
    }

    private static List<String> words(String pointer) throws IOException {
        List<String> words = new ArrayList<>();
        document().at(pointer).forEach(word -> words.add(word.asText()));
        return words;
    }

    private static JsonNode document() throws IOException {
        try (InputStream yaml = OpenApiTest.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(yaml);
        }
    }
}
