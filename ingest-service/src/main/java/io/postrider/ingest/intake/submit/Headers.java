package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.intake.submit.fields.Fields;
import io.postrider.ingest.intake.submit.fields.TextRules;
import io.postrider.ingest.web.Problem.Fault;
import io.postrider.mail.Limits;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads further header fields. None can inject another one, or replace one that Postrider writes (RFC 5322, 2.2). */
final class Headers {
    /** A name of this length leaves room for part of the value on a line of 78 characters (RFC 5322, 2.1.1). */
    private static final int NAME_LENGTH = 76;

    private Headers() {}

    static Map<String, String> read(Fields fields, Faults faults, Templates templates, int most) {
        JsonNode node = fields.map("headers", "{\"X-Order\": \"1234\"}");
        if (node == null) {
            return Map.of();
        }
        if (node.size() > most) {
            fields.fault("headers", "has %d fields; the maximum is %d".formatted(node.size(), most));
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            String fault = fault(name, field.getValue());
            if (fault == null && !seen.add(name.toLowerCase(Locale.ROOT))) {
                fault = "appears twice in different spellings; keep one";
            }
            String pointer = fields.pointer("headers") + "/" + Fault.part(name);
            if (fault == null) {
                headers.put(name, field.getValue().textValue());
                templates.addHeader(name, field.getValue().textValue(), pointer);
            } else {
                faults.add(pointer, fault);
            }
        }
        return headers;
    }

    private static String fault(String name, JsonNode value) {
        if (!fieldName(name)) {
            return "is not a header name; use 1 to %d letters, digits or hyphens (RFC 5322, 3.6.8)"
                    .formatted(NAME_LENGTH);
        }
        String reserved = ReservedHeaders.fault(name.toLowerCase(Locale.ROOT));
        if (reserved != null) {
            return reserved;
        }
        if (!value.isTextual()) {
            return "is " + Fields.kind(value) + "; give a string";
        }
        String text = value.textValue();
        if (!TextRules.oneLine(text) || !TextRules.wellFormed(text)) {
            return "has a line break or another control character; remove it";
        }
        if (name.length() + 2 + TextRules.octets(text) > Limits.HEADER_LINE) {
            return "is longer than %d characters with its name (RFC 5322, 2.1.1)".formatted(Limits.HEADER_LINE);
        }
        return null;
    }

    /** RFC 5322's ftext: printable ASCII except the colon. */
    private static boolean fieldName(String name) {
        if (name.isEmpty() || name.length() > NAME_LENGTH) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ':') {
                return false;
            }
        }
        return true;
    }
}
