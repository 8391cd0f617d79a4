package io.postrider.ingest.intake.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.api.OpenApi;
import io.postrider.replies.Category;
import io.postrider.store.deliveries.EventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document is written by hand, as the bodies are read by hand; this holds the two together. */
class OpenApiTest {
    @Test
    void describesExactlyTheFieldsOfAMessageThatAreRead() {
        Set<String> described = new TreeSet<>();
        OpenApi.DOCUMENT
                .at("/components/schemas/Message/properties")
                .fieldNames()
                .forEachRemaining(described::add);
        assertEquals(new TreeSet<>(MessageReader.KNOWN), described);
    }

    @Test
    void everyTypeOfAnEventAndEveryCategoryIsDescribed() {
        assertEquals(
                Arrays.stream(EventType.values()).map(EventType::word).toList(),
                words("/components/schemas/EventType/enum"));
        assertEquals(
                Arrays.stream(Category.values()).map(Category::word).toList(),
                words("/components/schemas/Category/enum"));
    }

    private static List<String> words(String pointer) {
        List<String> words = new ArrayList<>();
        OpenApi.DOCUMENT.at(pointer).forEach(word -> words.add(word.asText()));
        return words;
    }
}
