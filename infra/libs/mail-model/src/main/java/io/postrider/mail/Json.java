package io.postrider.mail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Streaming rules shared by the codecs. They stream because a batch of 500 passes through the broker twice on the hot
 * path.
 */
final class Json {
    private static final int MAX_NESTING = Limits.VARIABLE_DEPTH + 8;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(64 << 20)
                    .build())
            .build();

    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    @FunctionalInterface
    interface Reading<T> {
        T from(JsonParser json) throws IOException;
    }

    @FunctionalInterface
    interface Field {
        /** Reads the value of a field, or returns false for an unknown field. */
        boolean read(String name, JsonParser json) throws IOException;
    }

    private Json() {}

    static byte[] write(Writing writing) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(FACTORY._getBufferRecycler())) {
            try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
                writing.to(json);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T read(String what, byte[] bytes, Reading<T> reading) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            T value = reading.from(json);
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("unexpected data after the end");
            }
            return value;
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new UndecodableException(what + " cannot be decoded: " + firstLine(e), e);
        }
    }

    /** The same for a prefix of the bytes; empty if it ends too early. */
    static <T> Optional<T> beginning(byte[] bytes, Reading<T> reading) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            return Optional.ofNullable(reading.from(json));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** Reads the fields of the parser's current object; fields unknown to {@code field} are skipped. */
    static void object(JsonParser json, Field field) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException(
                    "expected an object at " + json.getParsingContext().pathAsPointer());
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            if (!field.read(name, json)) {
                json.skipChildren();
            }
        }
    }

    static <T> List<T> array(JsonParser json, Reading<T> element) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new IllegalArgumentException(
                    "expected an array at " + json.getParsingContext().pathAsPointer());
        }
        List<T> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element.from(json));
        }
        return elements;
    }

    /** A required string. */
    static String text(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(
                    "expected a string at " + json.getParsingContext().pathAsPointer());
        }
        return wellFormed(json.getText());
    }

    static String textOrNull(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? null : text(json);
    }

    /** An unpaired surrogate could be read but not written again. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)
                    && (Character.isLowSurrogate(c)
                            || i + 1 == text.length()
                            || !Character.isLowSurrogate(text.charAt(++i)))) {
                throw new IllegalArgumentException("an unpaired surrogate");
            }
        }
        return text;
    }

    private static Number number(Number number) {
        if (number instanceof Double fraction && !Double.isFinite(fraction)) {
            throw new IllegalArgumentException("a number is too large");
        }
        return number;
    }

    static Map<String, Object> map(JsonParser json) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        object(json, (name, at) -> {
            map.put(wellFormed(name), value(at));
            return true;
        });
        return map;
    }

    private static Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> map(json);
            case START_ARRAY -> array(json, Json::value);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json.getNumberValue());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> text(json);
        };
    }

    static void writeText(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    static void writeText(JsonGenerator json, SerializableString name, String value) throws IOException {
        if (value != null) {
            json.writeFieldName(name);
            json.writeString(value);
        }
    }

    static void writeMap(JsonGenerator json, SerializableString name, Map<String, ?> map) throws IOException {
        if (!map.isEmpty()) {
            json.writeFieldName(name);
            writeValue(json, map);
        }
    }

    private static void writeValue(JsonGenerator json, Object value) throws IOException {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                writeValue(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                writeValue(json, element);
            }
            json.writeEndArray();
        } else {
            json.writePOJO(value);
        }
    }
}
