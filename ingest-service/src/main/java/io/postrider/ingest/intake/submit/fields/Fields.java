package io.postrider.ingest.intake.submit.fields;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.web.Problem.Fault;
import java.util.Iterator;
import java.util.Set;

/** The fields of one JSON object. An invalid field becomes a fault, and reading continues. */
public final class Fields {
    /** Planned fields of the API; clients that send them are informed that they have no effect yet. */
    private static final Set<String> LATER = Set.of("template", "raw", "list", "tracking");

    private final JsonNode object;
    private final String pointer;
    private final Faults faults;
    private final UnknownFields unknown;

    private Fields(JsonNode object, String pointer, Faults faults, UnknownFields unknown) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
        this.unknown = unknown;
    }

    /** @return null, with a fault, if {@code node} is not an object */
    public static Fields of(JsonNode node, String pointer, Faults faults, Set<String> known) {
        return of(node, pointer, faults, known, OtherServiceFields.NONE);
    }

    /** @param others field names of other services for such an object */
    public static Fields of(
            JsonNode node, String pointer, Faults faults, Set<String> known, OtherServiceFields.Names others) {
        if (!node.isObject()) {
            faults.add(pointer, "is " + kind(node) + "; give an object");
            return null;
        }
        UnknownFields unknown = null;
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                unknown = unknown == null ? new UnknownFields(known, others) : unknown;
                String at = pointer + "/" + Fault.part(name);
                faults.add(at, LATER.contains(name) ? "is not supported yet; leave it out" : unknown.detail(name));
            }
        }
        return new Fields(node, pointer, faults, unknown);
    }

    /** Whether an unknown field was probably meant to be this one. */
    public boolean meant(String name) {
        return unknown != null && unknown.meant(name);
    }

    /** The unknown fields, or null if there are none. */
    public UnknownFields unknown() {
        return unknown;
    }

    public String pointer(String name) {
        return pointer + "/" + name;
    }

    public void fault(String name, String detail) {
        faults.add(pointer(name), detail);
    }

    /** The value of a field, or null if it is absent or JSON's null. */
    public JsonNode value(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public boolean has(String name) {
        return value(name) != null;
    }

    /** The text of a field, valid or not; null if it is not text. */
    public String given(String name) {
        JsonNode value = object.get(name);
        return value == null ? null : value.textValue();
    }

    /**
     * The value of a field. If it is missing, there is a fault; if another field was probably meant, that one has the
     * fault.
     */
    public JsonNode required(String name, String what) {
        JsonNode value = value(name);
        if (value == null && !meant(name)) {
            fault(name, "is missing; give " + what);
        }
        return value;
    }

    /** Text of any length with any characters, or null. */
    public String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            fault(name, "is " + kind(value) + "; give a string");
            return null;
        }
        String text = value.textValue();
        if (!TextRules.wellFormed(text)) {
            fault(name, "contains an unpaired surrogate; send valid Unicode");
            return null;
        }
        return text;
    }

    /** Text of one line with 1 to {@code most} characters, or null. */
    public String line(String name, int most) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.isBlank()) {
            fault(name, "is empty; give text or leave it out");
            return null;
        }
        if (text.length() > most) {
            fault(name, "has %,d characters; the maximum is %,d".formatted(text.length(), most));
            return null;
        }
        if (!TextRules.oneLine(text)) {
            fault(name, "has a line break or another control character; remove it");
            return null;
        }
        return text;
    }

    public boolean flag(String name) {
        JsonNode value = value(name);
        if (value != null && !value.isBoolean()) {
            fault(name, "is " + kind(value) + "; give true or false");
        }
        return value != null && value.booleanValue();
    }

    public int number(String name, int least, int most, int otherwise) {
        JsonNode value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            fault(name, "must be a whole number from %d to %d".formatted(least, most));
            return otherwise;
        }
        return value.intValue();
    }

    /** An array with at most {@code most} elements, or null. */
    public JsonNode array(String name, int most, String element) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            fault(name, "is %s; give an array of %s".formatted(kind(value), element));
            return null;
        }
        if (value.size() > most) {
            fault(name, "has %,d %s; the maximum is %,d".formatted(value.size(), element, most));
            return null;
        }
        return value;
    }

    /**
     * An object whose names the client chooses, or null.
     *
     * @param example how such an object is written
     */
    public JsonNode map(String name, String example) {
        JsonNode value = value(name);
        if (value != null && !value.isObject()) {
            fault(name, "is %s; give an object such as %s".formatted(kind(value), example));
            return null;
        }
        return value;
    }

    public static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case NUMBER -> "a number";
            case OBJECT -> "an object";
            case BINARY, POJO, STRING -> "a string";
            default -> "nothing of JSON";
        };
    }
}
