package io.postrider.ingest.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Holds a value to a schema of the document, for the keywords that the document uses (JSON Schema 2020-12). */
public final class Schema {
    /** Ours: an object may have fields that are not described. */
    private static final String MORE_FIELDS = "x-more-fields";

    /** Every keyword that a schema may have: what is not here would be ignored, here and by most generators of clients. */
    public static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "additionalProperties",
            "allOf",
            "contentEncoding",
            "default",
            "description",
            "enum",
            "example",
            "examples",
            "format",
            "items",
            "maxItems",
            "maxLength",
            "maxProperties",
            "maximum",
            "minItems",
            "minLength",
            "minimum",
            "pattern",
            "properties",
            "required",
            "type",
            MORE_FIELDS);

    private static final Map<String, Consumer<String>> FORMATS = Map.of(
            "date", LocalDate::parse,
            "date-time", OffsetDateTime::parse,
            "duration", Duration::parse,
            "uri", URI::create,
            "uuid", UUID::fromString);

    private final List<String> faults = new ArrayList<>();

    private Schema() {}

    /** What is wrong with the value; fields that an object's schema does not name are faults, too. */
    public static List<String> faults(JsonNode schema, JsonNode value) {
        Schema check = new Schema();
        check.check(schema, value, "");
        return check.faults;
    }

    private void check(JsonNode schema, JsonNode value, String at) {
        checkPart(schema, value, at);
        Set<String> described = names(schema);
        if (value.isObject()
                && !described.isEmpty()
                && !OpenApi.resolved(schema).has(MORE_FIELDS)) {
            Set<String> unknown = new TreeSet<>();
            value.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(described);
            unknown.forEach(name -> faults.add("%s has %s, which is not described".formatted(at, name)));
        }
    }

    private void checkPart(JsonNode schema, JsonNode value, String at) {
        if (schema.has("$ref")) {
            checkPart(OpenApi.resolved(schema), value, at);
        }
        schema.path("allOf").forEach(part -> checkPart(part, value, at));
        if (!isOfType(schema.path("type"), value)) {
            faults.add(at + " is no " + schema.path("type"));
        } else if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            faults.add(at + " is none of " + schema.path("enum"));
        } else if (value.isTextual()) {
            checkText(schema, value.asText(), at);
        } else if (value.isNumber()) {
            checkBounds(schema, "minimum", "maximum", value.asDouble(), at);
        } else if (value.isArray()) {
            checkBounds(schema, "minItems", "maxItems", value.size(), at);
            for (int i = 0; i < value.size() && schema.has("items"); i++) {
                check(schema.path("items"), value.path(i), at + "/" + i);
            }
        } else if (value.isObject()) {
            checkObject(schema, value, at);
        }
    }

    private static boolean isOfType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (isOfType(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asText()) {
            case "" -> true;
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException("unknown type " + type);
        };
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (one.asText().equals(value.asText())) {
                return true;
            }
        }
        return false;
    }

    private void checkText(JsonNode schema, String text, String at) {
        checkBounds(schema, "minLength", "maxLength", text.codePointCount(0, text.length()), at);
        if (schema.has("pattern")
                && !Pattern.compile(schema.path("pattern").asText())
                        .matcher(text)
                        .find()) {
            faults.add("%s does not match %s".formatted(at, schema.path("pattern")));
        }
        if (schema.has("format")) {
            String format = schema.path("format").asText();
            try {
                FORMATS.get(format).accept(text);
            } catch (RuntimeException e) {
                faults.add("%s is no %s: %s".formatted(at, format, text));
            }
        }
    }

    private void checkBounds(JsonNode schema, String least, String most, double actual, String at) {
        if (schema.has(least) && actual < schema.path(least).asDouble()) {
            faults.add("%s is below %s %s".formatted(at, least, schema.path(least)));
        }
        if (schema.has(most) && actual > schema.path(most).asDouble()) {
            faults.add("%s is over %s %s".formatted(at, most, schema.path(most)));
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String at) {
        checkBounds(schema, "minProperties", "maxProperties", value.size(), at);
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                faults.add("%s lacks %s".formatted(at, name.asText()));
            }
        }
        JsonNode others = schema.path("additionalProperties");
        value.properties().forEach(field -> {
            String place = at + "/" + field.getKey();
            JsonNode described = schema.path("properties").path(field.getKey());
            if (!described.isMissingNode()) {
                check(described, field.getValue(), place);
            } else if (others.isObject()) {
                check(others, field.getValue(), place);
            }
        });
    }

    /** The fields that a schema describes, in its parts as well. */
    static Set<String> names(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        OpenApi.resolved(schema).path("properties").fieldNames().forEachRemaining(names::add);
        OpenApi.resolved(schema).path("allOf").forEach(part -> names.addAll(names(part)));
        return names;
    }
}
