package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.header.MediaType;
import io.postrider.ingest.intake.submit.fields.Faults;
import io.postrider.ingest.intake.submit.fields.Fields;
import io.postrider.ingest.intake.submit.fields.OtherServiceFields;
import io.postrider.ingest.intake.submit.fields.TextRules;
import io.postrider.ingest.web.json.HeapSizes;
import io.postrider.ingest.web.json.JsonBody;
import io.postrider.mail.Content.Attachment;
import io.postrider.text.OutsideText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the attachments: names without paths, media types of RFC 2045, guessed if absent, and base64, with or without
 * line breaks.
 */
final class Attachments {
    static final String NAME = "attachments";

    private static final String CONTENT = "content";
    private static final int NAME_LENGTH = 255;
    private static final Set<String> KNOWN = Set.of("filename", "content_type", CONTENT, "content_id");

    private static final JsonNode NOT_BASE64 = JsonNodeFactory.instance.pojoNode(null);

    private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+(?:@[A-Za-z0-9.-]+)?");

    private final Faults faults;
    private final SubmitSettings limits;
    private final Set<String> contentIds = new HashSet<>();
    private long bytes;

    Attachments(Faults faults, SubmitSettings limits) {
        this.faults = faults;
        this.limits = limits;
    }

    /** The current value as a tree, in which each file is its bytes, and invalid base64 is an empty Java object. */
    static JsonNode tree(JsonBody json) throws IOException {
        if (!json.is(JsonToken.START_ARRAY)) {
            return json.tree();
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (json.nextElement()) {
            json.hold(HeapSizes.MAP);
            array.add(json.is(JsonToken.START_OBJECT) ? file(json) : json.tree());
        }
        return array;
    }

    private static JsonNode file(JsonBody json) throws IOException {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        for (String name = json.nextField(); name != null; name = json.nextField()) {
            if (name.equals(CONTENT) && json.is(JsonToken.VALUE_STRING)) {
                byte[] bytes = json.base64();
                file.set(name, bytes == null ? NOT_BASE64 : JsonNodeFactory.instance.binaryNode(bytes));
            } else if (KNOWN.contains(name)) {
                file.set(name, json.tree());
            } else {
                json.skip();
                file.putNull(name);
            }
        }
        return file;
    }

    List<Attachment> read(Fields fields) {
        JsonNode array = fields.array(NAME, limits.files(), "attachments");
        if (array == null) {
            return List.of();
        }
        List<Attachment> attachments = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            Fields one = Fields.of(
                    array.get(i), fields.pointer(NAME) + "/" + i, faults, KNOWN, OtherServiceFields.ATTACHMENT);
            if (one != null) {
                read(one, attachments);
            }
        }
        long mostBytes = limits.attachments().asLongValue();
        if (bytes > mostBytes) {
            fields.fault(NAME, "are %,d bytes together; the maximum is %,d".formatted(bytes, mostBytes));
        }
        return attachments;
    }

    private void read(Fields one, List<Attachment> attachments) {
        String filename = filename(one);
        String contentId = contentId(one);
        byte[] content = content(one);
        String contentType = contentType(one, filename, content);
        if (filename != null && contentType != null && content != null) {
            attachments.add(new Attachment(filename, contentType, contentId, content));
        }
    }

    private static String filename(Fields one) {
        one.required("filename", "the name that the reader sees");
        String name = one.line("filename", NAME_LENGTH);
        if (name != null && (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.matches("\\.{1,2}"))) {
            one.fault("filename", "is a path; give only the file name");
            return null;
        }
        if (name != null && OutsideText.hidesSomething(name)) {
            // "invoice\u202efdp.exe" is shown as invoiceexe.pdf.
            one.fault("filename", TextRules.HIDDEN);
            return null;
        }
        return name;
    }

    /** The type supplied, or the one guessed from the file name. */
    private static String contentType(Fields one, String filename, byte[] content) {
        if (!one.has("content_type")) {
            return filename == null ? null : FileTypes.of(filename, content);
        }
        String given = one.line("content_type", NAME_LENGTH);
        if (given == null) {
            return null;
        }
        MediaType type = MediaType.of(given);
        if (type == null) {
            one.fault("content_type", "is not a media type (RFC 2045, 5.1); give one such as application/pdf");
            return null;
        }
        if (type.composite()) {
            one.fault("content_type", "cannot be attached with this type; give application/octet-stream");
            return null;
        }
        return given;
    }

    private String contentId(Fields one) {
        String id = one.line("content_id", NAME_LENGTH);
        if (id == null) {
            return null;
        }
        if (!CONTENT_ID.matcher(id).matches()) {
            one.fault(
                    "content_id", "has characters that a cid: link cannot have; use letters, digits, dots and hyphens");
        } else if (!contentIds.add(id)) {
            one.fault("content_id", "appears twice; give each file its own");
        }
        return id;
    }

    private byte[] content(Fields one) {
        JsonNode content = one.required(CONTENT, "the file as base64");
        if (content == null) {
            return null;
        }
        if (content instanceof BinaryNode file) {
            bytes += file.binaryValue().length;
            return file.binaryValue();
        }
        one.fault(
                CONTENT,
                content == NOT_BASE64
                        ? "is not base64 with padding (RFC 4648, 4); give the file alone, without a prefix such as data:"
                        : "is " + Fields.kind(content) + "; give a string");
        return null;
    }
}
