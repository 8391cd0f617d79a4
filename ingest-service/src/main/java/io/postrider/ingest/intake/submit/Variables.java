package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.JsonToken;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.intake.submit.fields.TextRules;
import io.postrider.ingest.web.Problem.Fault;
import io.postrider.ingest.web.json.HeapSizes;
import io.postrider.ingest.web.json.JsonBody;
import io.postrider.mail.Limits;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads variables directly into the maps that travel in a batch, within the limits. */
final class Variables {
    private static final int NAME_LENGTH = 100;
    private static final int OCTETS_PER_VALUE = 4; // quotes, colon, comma

    private final JsonBody json;
    private final Faults faults;
    private final long most;
    private long octets;

    private Variables(JsonBody json, Faults faults, long most) {
        this.json = json;
        this.faults = faults;
        this.most = most;
    }

    /**
     * Reads the current value.
     *
     * @param limit approximate bytes as JSON; anything beyond is skipped
     */
    static Map<String, Object> read(JsonBody json, String pointer, Faults faults, MemorySize limit) throws IOException {
        switch (json.token()) {
            case START_OBJECT -> {
                Variables reading = new Variables(json, faults, limit.asLongValue());
                Map<String, Object> variables = reading.map(pointer, 1);
                if (reading.full()) {
                    faults.add(pointer, "are more than %,d bytes, the maximum".formatted(reading.most));
                }
                return variables.isEmpty() ? Map.of() : variables;
            }
            case VALUE_NULL -> {
                return Map.of();
            }
            default -> {
                faults.add(pointer, "is " + json.kind() + "; give an object");
                json.skip();
                return Map.of();
            }
        }
    }

    private boolean full() {
        return octets > most;
    }

    private Map<String, Object> map(String at, int depth) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        json.hold(HeapSizes.MAP);
        for (String name = json.nextField(); name != null; name = json.nextField()) {
            if (full()) {
                json.skip();
            } else if (name.isBlank()
                    || name.length() > NAME_LENGTH
                    || !TextRules.oneLine(name)
                    || !TextRules.wellFormed(name)) {
                faults.add(
                        at + "/" + Fault.part(name),
                        "has a name that is not 1 to %d printable characters".formatted(NAME_LENGTH));
                json.skip();
            } else {
                octets += name.length() + OCTETS_PER_VALUE;
                map.put(name, value(at, name, depth));
            }
        }
        return map;
    }

    private Object value(String at, String name, int depth) throws IOException {
        return switch (json.token()) {
            case VALUE_STRING -> text(at, name);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(at, name);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case START_OBJECT, START_ARRAY -> nested(at + "/" + Fault.part(name), depth + 1);
            default -> null;
        };
    }

    private Object nested(String at, int depth) throws IOException {
        if (depth > Limits.VARIABLE_DEPTH) {
            faults.add(at, "is nested deeper than %d levels".formatted(Limits.VARIABLE_DEPTH));
            json.skip();
            return null;
        }
        octets += 2;
        return json.is(JsonToken.START_OBJECT) ? map(at, depth) : list(at, depth);
    }

    private List<Object> list(String at, int depth) throws IOException {
        List<Object> list = new ArrayList<>();
        json.hold(HeapSizes.LIST);
        for (int i = 0; json.nextElement(); i++) {
            octets++;
            if (full()) {
                json.skip();
            } else {
                json.hold(HeapSizes.ELEMENT);
                list.add(value(at, Integer.toString(i), depth));
            }
        }
        return list;
    }

    private Object text(String at, String name) throws IOException {
        String text = json.text();
        if (!TextRules.wellFormed(text)) {
            faults.add(at + "/" + Fault.part(name), "contains an unpaired surrogate; send valid Unicode");
            return null;
        }
        octets += TextRules.octets(text);
        return text;
    }

    private Object number(String at, String name) throws IOException {
        octets += 8;
        Number number = json.number();
        if (!(number instanceof BigInteger) && !Double.isFinite(number.doubleValue())) {
            faults.add(at + "/" + Fault.part(name), "is too large a number; send it as a string");
            return null;
        }
        return number;
    }
}
