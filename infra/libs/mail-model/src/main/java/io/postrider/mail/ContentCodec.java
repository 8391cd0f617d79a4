package io.postrider.mail;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.postrider.mail.Content.Attachment;
import io.postrider.mail.Content.Mailbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A content as JSON, stored by ingest and loaded by sender, and the claim check under which it is stored. */
public final class ContentCodec {
    private static final SerializableString HEADERS = new SerializedString("headers");

    private ContentCodec() {}

    public static byte[] encode(Content content) {
        return Json.write(json -> {
            json.writeStartObject();
            json.writeFieldName("from");
            writeMailbox(json, content.from());
            writeMailboxes(json, "reply_to", content.replyTo());
            if (content.addressees() != null) {
                writeAddressees(json, content.addressees());
            }
            json.writeStringField("subject", content.subject());
            Json.writeText(json, "text", content.text());
            Json.writeText(json, "html", content.html());
            Json.writeMap(json, HEADERS, content.headers());
            json.writeArrayFieldStart("attachments");
            for (Attachment attachment : content.attachments()) {
                writeAttachment(json, attachment);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** The claim check of an encoded content: equal contents share it, so they are stored and compiled once. */
    public static String claimCheck(byte[] encoded) {
        return claimCheck(encoded, new byte[0]);
    }

    /** That of a content which no other message shares, since it is removed before those of other messages are. */
    public static String claimCheck(byte[] encoded, UUID message) {
        return claimCheck(encoded, message.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String claimCheck(byte[] encoded, byte[] owner) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(encoded);
            return HexFormat.of().formatHex(digest.digest(owner));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @throws UndecodableException if the bytes are not a content */
    public static Content decode(byte[] bytes) {
        return Json.read("the content", bytes, json -> new Fields().read(json));
    }

    /**
     * The first fields of an encoded content.
     *
     * @param addressees null without cc and bcc
     * @param subject a template
     */
    public record Opening(Mailbox from, Addressees addressees, String subject) {}

    /** Reads the first bytes of an encoded content; attachments may follow. Empty if the bytes end too early. */
    public static Optional<Opening> opening(byte[] beginning) {
        return Json.beginning(beginning, json -> {
            Mailbox from = null;
            Addressees addressees = null;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "from" -> from = readMailbox(json);
                    case "addressees" -> addressees = readAddressees(json);
                    case "subject" -> {
                        return new Opening(from, addressees, Json.text(json));
                    }
                    default -> json.skipChildren();
                }
            }
            return null;
        });
    }

    private static void writeAddressees(JsonGenerator json, Addressees addressees) throws IOException {
        json.writeObjectFieldStart("addressees");
        json.writeFieldName("to");
        writeMailbox(json, addressees.to());
        writeMailboxes(json, "cc", addressees.cc());
        json.writeEndObject();
    }

    private static void writeMailboxes(JsonGenerator json, String name, List<Mailbox> mailboxes) throws IOException {
        json.writeArrayFieldStart(name);
        for (Mailbox mailbox : mailboxes) {
            writeMailbox(json, mailbox);
        }
        json.writeEndArray();
    }

    private static void writeMailbox(JsonGenerator json, Mailbox mailbox) throws IOException {
        json.writeStartObject();
        json.writeStringField("email", mailbox.email());
        Json.writeText(json, "name", mailbox.name());
        json.writeEndObject();
    }

    private static void writeAttachment(JsonGenerator json, Attachment attachment) throws IOException {
        json.writeStartObject();
        json.writeStringField("filename", attachment.filename());
        json.writeStringField("content_type", attachment.contentType());
        Json.writeText(json, "content_id", attachment.contentId());
        json.writeBinaryField("content", attachment.bytes());
        json.writeEndObject();
    }

    private static Mailbox readMailbox(JsonParser parser) throws IOException {
        String[] fields = new String[2];
        Json.object(parser, (name, json) -> {
            switch (name) {
                case "email" -> fields[0] = Json.text(json);
                case "name" -> fields[1] = Json.textOrNull(json);
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Mailbox(fields[0], fields[1]);
    }

    private static Addressees readAddressees(JsonParser parser) throws IOException {
        Mailbox[] to = new Mailbox[1];
        List<Mailbox> cc = new ArrayList<>();
        Json.object(parser, (name, json) -> {
            switch (name) {
                case "to" -> to[0] = readMailbox(json);
                case "cc" -> cc.addAll(Json.array(json, ContentCodec::readMailbox));
                default -> {
                    return false;
                }
            }
            return true;
        });
        return new Addressees(to[0], cc);
    }

    private static final class Fields {
        private Mailbox from;
        private List<Mailbox> replyTo = List.of();
        private Addressees addressees;
        private String subject;
        private String text;
        private String html;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private List<Attachment> attachments = List.of();

        Content read(JsonParser parser) throws IOException {
            Json.object(parser, (name, json) -> {
                switch (name) {
                    case "from" -> from = readMailbox(json);
                    case "reply_to" -> replyTo = Json.array(json, ContentCodec::readMailbox);
                    case "addressees" -> addressees = readAddressees(json);
                    case "subject" -> subject = Json.text(json);
                    case "text" -> text = Json.textOrNull(json);
                    case "html" -> html = Json.textOrNull(json);
                    case "headers" ->
                        Json.object(json, (header, at) -> headers.put(Json.wellFormed(header), Json.text(at)) == null);
                    case "attachments" -> attachments = Json.array(json, at -> new AttachmentFields().read(at));
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new Content(from, replyTo, addressees, subject, text, html, headers, attachments);
        }
    }

    private static final class AttachmentFields {
        private String filename;
        private String contentType;
        private String contentId;
        private byte[] bytes;

        Attachment read(JsonParser parser) throws IOException {
            Json.object(parser, (name, json) -> {
                switch (name) {
                    case "filename" -> filename = Json.text(json);
                    case "content_type" -> contentType = Json.text(json);
                    case "content_id" -> contentId = Json.textOrNull(json);
                    case "content" -> bytes = json.getBinaryValue();
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return new Attachment(filename, contentType, contentId, bytes);
        }
    }
}
