package io.postrider.ingest.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.contract.Limits;
import io.quarkus.runtime.configuration.MemorySize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the variables of a body into the maps that travel in a batch, within the contract's bounds. */
final class Variables {
    private static final int NAME_LENGTH = 100;
    private static final int OCTETS_PER_VALUE = 4; // quotes, colon, comma

    private final Faults faults;
    private final String pointer;
    private int octets;

    private Variables(Faults faults, String pointer) {
        this.faults = faults;
        this.pointer = pointer;
    }

    /** @param limit bytes as JSON, about */
    static Map<String, Object> read(Fields fields, Faults faults, MemorySize limit) {
        JsonNode node = fields.map("variables");
        if (node == null || node.isEmpty()) {
            return Map.of();
        }
        Variables reading = new Variables(faults, fields.pointer("variables"));
        Map<String, Object> variables = reading.map(node, reading.pointer, 1);
        long most = limit.asLongValue();
        if (reading.octets > most) {
            faults.add(reading.pointer, "are %,d bytes; at most %,d may be".formatted(reading.octets, most));
        }
        return variables;
    }

    private Map<String, Object> map(JsonNode node, String at, int depth) {
        Map<String, Object> map = new LinkedHashMap<>(node.size() * 2);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            if (name.isBlank() || name.length() > NAME_LENGTH || !Text.oneLine(name) || !Text.wellFormed(name)) {
                faults.add(
                        at + "/" + Fields.escape(name),
                        "has a name that is not 1 to %d printable characters".formatted(NAME_LENGTH));
                continue;
            }
            octets += name.length() + OCTETS_PER_VALUE;
            map.put(name, value(field.getValue(), at, name, depth));
        }
        return map;
    }

    private Object value(JsonNode node, String at, String name, int depth) {
        return switch (node.getNodeType()) {
            case STRING -> text(node.textValue(), at, name);
            case NUMBER -> number(node, at, name);
            case BOOLEAN -> node.booleanValue();
            case OBJECT, ARRAY -> nested(node, at + "/" + Fields.escape(name), depth + 1);
            default -> null;
        };
    }

    private Object nested(JsonNode node, String at, int depth) {
        if (depth > Limits.VARIABLE_DEPTH) {
            faults.add(at, "is nested deeper than %d levels".formatted(Limits.VARIABLE_DEPTH));
            return null;
        }
        octets += 2;
        if (node.isObject()) {
            return map(node, at, depth);
        }
        List<Object> list = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            octets++;
            list.add(value(node.get(i), at, Integer.toString(i), depth));
        }
        return list;
    }

    private Object text(String text, String at, String name) {
        if (!Text.wellFormed(text)) {
            faults.add(at + "/" + Fields.escape(name), "has half of a surrogate pair; send whole characters");
            return null;
        }
        octets += Text.octets(text);
        return text;
    }

    private Object number(JsonNode node, String at, String name) {
        octets += 8;
        if (!node.isIntegralNumber() && !Double.isFinite(node.doubleValue())) {
            faults.add(at + "/" + Fields.escape(name), "is too large a number; send it as a string");
            return null;
        }
        return node.numberValue();
    }
}
