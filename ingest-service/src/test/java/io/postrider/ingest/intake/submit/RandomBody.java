package io.postrider.ingest.intake.submit;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postrider.fuzz.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;

/** Bodies of {@code POST /v1/messages} that are nearly right, so that more than the first check of each field is met. */
final class RandomBody {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final List<String> NAMES = List.of("items", "b", "email", "a.b", "x-1", "__", "c", "d");
    private static final List<String> TEMPLATES = List.of(
            "{{first_name}}",
            "{{#items}}{{.}}, {{a}}{{/items}}",
            "{{{a}}}",
            "{{#a}}{{b.c}}{{/a}}",
            "{{^b}}none{{/b}}",
            "{{email}}",
            "{{first_name}} {{season}}",
            "<p>",
            "ü");
    private static final List<String> BAD_TEMPLATES = List.of("{{", "{{#a}}", "{{/a}}", "\n", "{{missing}}");
    private static final List<String> DOMAINS = List.of(
            "mail.example", "MAIL.example", "例子.example", "xn--fsqu00a.example", "straße.example", "a.b.c.d.example");

    private final Input input;

    private int mailboxes;

    private RandomBody(Input input) {
        this.input = input;
    }

    static boolean isMeant(byte[] bytes) {
        return bytes.length > 0 && bytes[0] == 1;
    }

    static byte[] of(byte[] bytes) {
        Input input = new Input(bytes);
        input.octet();
        try {
            return JSON.writeValueAsBytes(new RandomBody(input).message());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode message() {
        ObjectNode message = JSON.createObjectNode();
        message.set("from", written(mailbox()));
        ArrayNode to = message.putArray("to");
        for (int i = 1 + input.upTo(3); i > 0; i--) {
            ObjectNode recipient = mailbox();
            variables(recipient);
            to.add(input.once(8) ? written(recipient) : recipient);
        }
        message.put("subject", text(60));
        message.put(input.chance() ? "text" : "html", text(2_000));
        for (int i = input.upTo(8); i > 0 && !input.used(); i--) {
            further(message);
        }
        return message;
    }

    private void further(ObjectNode message) {
        switch (input.upTo(odd() ? 13 : 12)) {
            case 0 -> message.put("html", text(2_000));
            case 1 -> variables(message);
            case 2 -> message.put("lane", odd() ? "Bulk" : input.one("bulk", "standard", "transactional"));
            case 3 -> message.put("priority", input.upTo(10));
            case 4 -> message.put("campaign", odd() ? input.text(130) : "spring");
            case 5 ->
                message.putObject("tags").put(odd() ? input.text(10) : "team", odd() ? input.longText(300) : "a b");
            case 6 -> headers(message.putObject("headers"));
            case 7 -> attachment(message.putArray("attachments").addObject());
            case 8 ->
                message.put(
                        "send_at",
                        odd() ? "-1" : input.one("2026-11-24T11:15:31+01:00", "2026-12-01T00:00:00.999999999Z"));
            case 9 ->
                message.put(
                        "expires_in",
                        odd() ? input.one("PT0.5S", "P99999999999D", "PT-1S") : input.one("PT1H", "P29D"));
            case 10 -> message.put("partial", input.chance());
            case 11 -> message.putArray("reply_to").add(written(mailbox()));
            case 12 ->
                message.putArray(input.one("cc", "bcc")).add(written(mailbox())).add(written(mailbox()));
            default -> message.set(input.one("from", "to", "text", "variables", "tags", "x"), null);
        }
    }

    private ObjectNode mailbox() {
        ObjectNode mailbox = JSON.createObjectNode();
        String local = odd() ? input.text(40) : "p" + ++mailboxes;
        mailbox.put("email", local + "@" + (odd() ? input.longText(300) : input.one(DOMAINS)));
        if (input.once(4)) {
            mailbox.put("name", odd() ? input.longText(300) : "Ann \u00fc");
        }
        return mailbox;
    }

    /** As a string now and then. */
    private JsonNode written(ObjectNode mailbox) {
        String email = mailbox.get("email").asText();
        return switch (input.upTo(3)) {
            case 0 -> JSON.getNodeFactory().textNode(email);
            case 1 -> JSON.getNodeFactory().textNode((odd() ? input.text(40) : "Ann \u00fc") + " <" + email + ">");
            default -> mailbox;
        };
    }

    /** What is likely to be refused. */
    private boolean odd() {
        return input.once(12);
    }

    private String text(int most) {
        StringBuilder text = new StringBuilder("x");
        for (int i = input.upTo(3); i > 0; i--) {
            text.append(odd() ? input.longText(most) : input.one(odd() ? BAD_TEMPLATES : TEMPLATES));
        }
        return text.toString();
    }

    private void headers(ObjectNode headers) {
        for (int i = input.upTo(3); i > 0; i--) {
            headers.put(
                    odd() ? input.one("Bcc", "x-a", input.text(10)) : input.one("X-A", "List-Id", "X-!#"), text(300));
        }
    }

    private void attachment(ObjectNode attachment) {
        attachment.put("filename", input.longText(300));
        attachment.put(
                "content_type", input.one("image/png", "text/plain; charset=utf-8", "a/b; c=\"d\"", "message/a"));
        attachment.put("content", Base64.getEncoder().encodeToString(input.bytes(60)) + input.one("", "", "\n", "="));
        if (input.chance()) {
            attachment.put("content_id", odd() ? "a b" : input.one("logo", "a@b.example"));
        }
    }

    private void variables(ObjectNode object) {
        ObjectNode variables = object.putObject("variables");
        variables
                .put("first_name", odd() ? input.text(20) : "Ann")
                .put("a", "a")
                .put("season", "spring");
        for (int i = input.upTo(3); i > 0; i--) {
            value(variables, input.one(NAMES), 2);
        }
    }

    private void value(ObjectNode object, String name, int depth) {
        switch (input.upTo(depth > 9 ? 5 : 8)) {
            case 0 -> object.put(name, input.longText(500));
            case 1 -> object.put(name, input.number());
            case 2 -> object.put(name, Float.intBitsToFloat((int) input.number()));
            case 3 -> object.put(name, new BigDecimal("1e" + input.upTo(odd() ? 400 : 99)));
            case 4 -> object.put(name, input.chance());
            case 5 -> object.putNull(name);
            case 6 -> object.putArray(name).add(input.text(10)).add(1).addNull();
            default -> value(object.putObject(name), input.one(NAMES), depth + 1);
        }
    }
}
