package io.postrider.ingest.web.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.body.RequestBody;
import java.io.IOException;

/**
 * A body that is read as JSON (RFC 8259), token by token. Invalid JSON and duplicate fields are refused with line and
 * column; a body that would take too much memory or time is refused as soon as it does.
 */
public final class JsonBody {
    /**
     * Maximum nesting depth: twice that of variables in a batch, so that slightly too deep variables get a specific
     * fault.
     */
    private static final int NESTING = 32;

    private static final int NUMBER_LENGTH = 100;
    private static final int NAME_LENGTH = 1_000;

    /**
     * Maximum characters of a string other than files: twice those of a template, so that a slightly too long template
     * gets a specific fault.
     */
    static final int STRING_LENGTH = 2 << 20;

    /** Maximum names, values, brackets and braces. 10,000 recipients with 40 variables each have fewer. */
    static final int TOKENS = 1_000_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING)
                    .maxNumberLength(NUMBER_LENGTH)
                    .maxNameLength(NAME_LENGTH)
                    .maxStringLength(STRING_LENGTH)
                    .maxTokenCount(TOKENS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Occurs in the first bytes of UTF-16 and UTF-32 (RFC 4627, 3), never in UTF-8 JSON. */
    private static final int DETECTED = 4;

    private final RequestBody body;
    private final JsonParser parser;

    /** Reads the content of a body, from the first token to the last. */
    @FunctionalInterface
    public interface Reading<T> {
        T read(JsonBody json) throws IOException;
    }

    private JsonBody(RequestBody body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
    }

    /** @throws Problem.Refusal if it is not JSON, or exceeds a limit */
    public static <T> T read(RequestBody body, Reading<T> reading) {
        requireUtf8(body);
        try (JsonParser parser = FACTORY.createParser(body.bytes(), 0, body.length())) {
            if (parser.nextToken() == null) {
                throw JsonProblems.empty();
            }
            try {
                T read = reading.read(new JsonBody(body, parser));
                requireEnd(parser);
                return read;
            } catch (StreamConstraintsException e) {
                throw JsonProblems.beyond(e, parser);
            }
        } catch (JsonProcessingException e) {
            throw JsonProblems.malformed(e.getLocation(), e.getOriginalMessage());
        } catch (IOException e) {
            // The source is never read from.
            throw JsonProblems.malformed(null, e.getMessage());
        }
    }

    private static void requireUtf8(RequestBody body) {
        if (body.length() == 0) {
            throw JsonProblems.empty();
        }
        int fault = Utf8.firstFault(body.bytes(), body.length());
        for (int i = 0; fault < 0 && i < Math.min(DETECTED, body.length()); i++) {
            fault = body.bytes()[i] == 0 ? i : -1;
        }
        if (fault >= 0) {
            throw JsonProblems.notUtf8(fault);
        }
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw JsonProblems.more(parser);
        }
    }

    public JsonToken token() {
        return parser.currentToken();
    }

    public boolean is(JsonToken token) {
        return parser.hasToken(token);
    }

    /**
     * Moves to the value of the next name in the current object and returns the name; null at the end of the object.
     */
    public String nextField() throws IOException {
        String name = parser.nextFieldName();
        if (name != null) {
            // The parser keeps all names to detect duplicates.
            body.keep(HeapSizes.name(name));
            hold(HeapSizes.ENTRY);
            parser.nextToken();
        }
        return name;
    }

    /** Moves to the next element of the current array; false at the end of the array. */
    public boolean nextElement() throws IOException {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    /** The current text. */
    public String text() throws IOException {
        String text = parser.getText();
        hold(HeapSizes.text(text));
        return text;
    }

    /** The current number. */
    public Number number() throws IOException {
        Number number = parser.getNumberValue();
        hold(HeapSizes.number(number));
        return number;
    }

    /** Skips the current value. */
    public void skip() throws IOException {
        if (is(JsonToken.START_OBJECT)) {
            while (nextField() != null) {
                skip();
            }
        } else if (is(JsonToken.START_ARRAY)) {
            while (nextElement()) {
                skip();
            }
        }
    }

    /** The whole current value. */
    public JsonNode tree() throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (token()) {
            case START_OBJECT -> {
                ObjectNode object = nodes.objectNode();
                hold(HeapSizes.MAP);
                for (String name = nextField(); name != null; name = nextField()) {
                    object.set(name, tree());
                }
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = nodes.arrayNode();
                hold(HeapSizes.LIST);
                while (nextElement()) {
                    hold(HeapSizes.ELEMENT);
                    array.add(tree());
                }
                yield array;
            }
            case VALUE_STRING -> nodes.textNode(text());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> node(number());
            case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(parser.getBooleanValue());
            default -> nodes.nullNode();
        };
    }

    private static JsonNode node(Number number) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (number instanceof Integer value) {
            return nodes.numberNode(value.intValue());
        }
        if (number instanceof Long value) {
            return nodes.numberNode(value.longValue());
        }
        return number instanceof java.math.BigInteger value
                ? nodes.numberNode(value)
                : nodes.numberNode(number.doubleValue());
    }

    /** The bytes of the current base64 text (RFC 4648, 4), decoded directly from the body; null if it is not base64. */
    public byte[] base64() {
        return Base64Text.of(
                body.bytes(), body.length(), (int) parser.currentLocation().getByteOffset(), this::hold);
    }

    /** Charges memory that stays in use. */
    public void hold(long bytes) {
        body.hold(bytes);
    }

    /** The memory held so far. */
    public long held() {
        return body.used();
    }

    /** Releases what was charged since then. */
    public void backTo(long held) {
        body.backTo(held);
    }

    /** The type of the current value, for a fault. */
    public String kind() {
        return switch (token()) {
            case START_ARRAY -> "an array";
            case START_OBJECT -> "an object";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
        };
    }
}
