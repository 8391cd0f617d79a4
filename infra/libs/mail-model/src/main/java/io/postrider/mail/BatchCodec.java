package io.postrider.mail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A batch as JSON, the body of a message on {@code mail.submitted.*} and {@code mail.outbound.*}. */
public final class BatchCodec {
    // Encoded once, since each is written up to 500 times per batch.
    private static final SerializableString ORDINAL = new SerializedString("ordinal");
    private static final SerializableString EMAIL = new SerializedString("email");
    private static final SerializableString NAME = new SerializedString("name");
    private static final SerializableString VARIABLES = new SerializedString("variables");

    private BatchCodec() {}

    public static byte[] encode(Batch batch) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("id", batch.id().toString());
            json.writeFieldName("message");
            writeHead(json, batch.message());
            json.writeNumberField("attempt", batch.attempt());
            Json.writeText(json, "site", batch.site());
            if (!batch.routes().isEmpty()) {
                json.writeArrayFieldStart("routes");
                for (String route : batch.routes()) {
                    json.writeString(route);
                }
                json.writeEndArray();
            }
            if (batch.turn() != null) {
                json.writeNumberField("turn", batch.turn().toEpochMilli());
            }
            json.writeArrayFieldStart("recipients");
            for (Recipient recipient : batch.recipients()) {
                writeRecipient(json, recipient);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** @throws UndecodableException if the bytes are not a batch */
    public static Batch decode(byte[] bytes) {
        return Json.read("the batch", bytes, json -> new BatchFields().read(json));
    }

    private static void writeHead(JsonGenerator json, MessageHead head) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", head.id().toString());
        json.writeStringField("content", head.content());
        json.writeStringField("from", head.from());
        json.writeStringField("lane", head.lane().word());
        json.writeNumberField("priority", head.priority());
        json.writeNumberField("accepted_at", head.acceptedAt().toEpochMilli());
        if (head.sendAt() != null) {
            json.writeNumberField("send_at", head.sendAt().toEpochMilli());
        }
        json.writeNumberField("expires_at", head.expiresAt().toEpochMilli());
        json.writeNumberField("audience", head.audience());
        json.writeStringField("boundary_key", head.boundaryKey().toString());
        Json.writeMap(json, VARIABLES, head.variables());
        json.writeEndObject();
    }

    private static void writeRecipient(JsonGenerator json, Recipient recipient) throws IOException {
        json.writeStartObject();
        json.writeFieldName(ORDINAL);
        json.writeNumber(recipient.ordinal());
        Json.writeText(json, EMAIL, recipient.email());
        Json.writeText(json, NAME, recipient.name());
        Json.writeMap(json, VARIABLES, recipient.variables());
        json.writeEndObject();
    }

    private static final class BatchFields {
        private UUID id;
        private MessageHead message;
        private int attempt = 1;
        private String site;
        private List<String> routes = List.of();
        private Instant turn;
        private List<Recipient> recipients = List.of();

        Batch read(JsonParser parser) throws IOException {
            Json.object(parser, (name, json) -> {
                switch (name) {
                    case "id" -> id = UUID.fromString(Json.text(json));
                    case "message" -> message = new HeadFields().read(json);
                    case "attempt" -> attempt = json.getIntValue();
                    case "site" -> site = Json.textOrNull(json);
                    case "routes" -> routes = Json.array(json, Json::text);
                    case "turn" -> turn = Instant.ofEpochMilli(json.getLongValue());
                    case "recipients" -> recipients = Json.array(json, at -> new RecipientFields().read(at));
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new Batch(id, message, attempt, site, routes, turn, recipients);
        }
    }

    private static final class HeadFields {
        private UUID id;
        private String content;
        private String from;
        private Lane lane;
        private int priority = Limits.DEFAULT_PRIORITY;
        private Instant acceptedAt;
        private Instant sendAt;
        private Instant expiresAt;
        private int audience;
        private UUID boundaryKey;
        private Map<String, Object> variables = Map.of();

        MessageHead read(JsonParser parser) throws IOException {
            Json.object(parser, (name, json) -> {
                switch (name) {
                    case "id" -> id = UUID.fromString(Json.text(json));
                    case "content" -> content = Json.text(json);
                    case "from" -> from = Json.text(json);
                    case "lane" -> lane = lane(Json.text(json));
                    case "priority" -> priority = priority(json.getIntValue());
                    case "accepted_at" -> acceptedAt = Instant.ofEpochMilli(json.getLongValue());
                    case "send_at" -> sendAt = Instant.ofEpochMilli(json.getLongValue());
                    case "expires_at" -> expiresAt = Instant.ofEpochMilli(json.getLongValue());
                    case "audience" -> audience = json.getIntValue();
                    case "boundary_key" -> boundaryKey = UUID.fromString(Json.text(json));
                    case "variables" -> variables = Json.map(json);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new MessageHead(
                    id, content, from, lane, priority, acceptedAt, sendAt, expiresAt, audience, boundaryKey, variables);
        }

        /** The AMQP header supports no others. */
        private static int priority(int number) {
            return Math.min(Limits.HIGHEST_PRIORITY, Math.max(0, number));
        }

        private static Lane lane(String word) {
            return Lane.of(word).orElseThrow(() -> new IllegalArgumentException("lane: unknown value " + word));
        }
    }

    private static final class RecipientFields {
        private int ordinal;
        private String email;
        private String name;
        private Map<String, Object> variables = Map.of();

        Recipient read(JsonParser parser) throws IOException {
            Json.object(parser, (field, json) -> {
                switch (field) {
                    case "ordinal" -> ordinal = json.getIntValue();
                    case "email" -> email = Json.text(json);
                    case "name" -> name = Json.textOrNull(json);
                    case "variables" -> variables = Json.map(json);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new Recipient(ordinal, email, name, variables);
        }
    }
}
