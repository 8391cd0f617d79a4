package io.postrider.mail;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/** A control message as JSON, the body of a message on {@code mail.control}. */
public final class ControlCodec {
    private ControlCodec() {}

    public static byte[] encode(Control control) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeStringField("kind", control.kind().word());
            if (control.message() != null) {
                json.writeStringField("message", control.message().toString());
            }
            Json.writeText(json, "email", control.email());
            json.writeNumberField("at", control.at().toEpochMilli());
            json.writeEndObject();
        });
    }

    /** @throws UndecodableException for bytes that are no control message */
    public static Control decode(byte[] bytes) {
        return Json.read("the control message", bytes, json -> new Fields().read(json));
    }

    private static final class Fields {
        private Control.Kind kind;
        private UUID message;
        private String email;
        private Instant at;

        Control read(JsonParser parser) throws IOException {
            Json.object(parser, (name, json) -> {
                switch (name) {
                    case "kind" -> kind = Control.Kind.valueOf(Json.text(json).toUpperCase(Locale.ROOT));
                    case "message" -> message = UUID.fromString(Json.text(json));
                    case "email" -> email = Json.text(json);
                    case "at" -> at = Instant.ofEpochMilli(json.getLongValue());
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new Control(kind, message, email, at);
        }
    }
}
