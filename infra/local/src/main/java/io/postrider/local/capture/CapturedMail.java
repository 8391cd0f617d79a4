package io.postrider.local.capture;

import io.postrider.text.EncodedWords;
import io.postrider.text.OutsideText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.dom.BinaryBody;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Header;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/** A kept mail, parsed. Unreadable parts are shown empty; the source is always available. */
final class CapturedMail {
    /** A leaf of the MIME tree that is neither the text nor the HTML of the mail. */
    record Part(int number, String name, String type, String contentId, byte[] bytes) {}

    /** A header field, unfolded and with its encoded words decoded. */
    record Line(String name, String value) {}

    private final List<Line> headers = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final byte[] source;
    private String text;
    private String html;

    private CapturedMail(byte[] source) {
        this.source = source;
    }

    static CapturedMail parse(byte[] source) {
        CapturedMail mail = new CapturedMail(source);
        try {
            Message message = builder().parseMessage(new ByteArrayInputStream(source));
            mail.readHeaders(message.getHeader());
            mail.walk(message);
        } catch (IOException e) {
            mail.text = "This mail cannot be parsed: " + e.getMessage();
        }
        return mail;
    }

    /** Only the header, for lists. */
    static CapturedMail parseHeader(byte[] source) {
        CapturedMail mail = new CapturedMail(source);
        try {
            mail.readHeaders(builder().parseHeader(new ByteArrayInputStream(source)));
        } catch (IOException e) {
            mail.headers.add(new Line("Subject", "(unreadable: " + e.getMessage() + ")"));
        }
        return mail;
    }

    private static DefaultMessageBuilder builder() {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .build());
        return builder;
    }

    List<Line> headers() {
        return headers;
    }

    /** The first field with this name, or an empty string. */
    String header(String name) {
        return headers.stream()
                .filter(line -> line.name().equalsIgnoreCase(name))
                .map(Line::value)
                .findFirst()
                .orElse("");
    }

    /** The trace fields that {@link MailBox} adds come first, so that no field of the mail can be mistaken for them. */
    String envelopeFrom() {
        return header("Return-Path").replaceAll("^<|>$", "");
    }

    /** The recipients of the envelope. */
    List<String> envelopeTo() {
        return headers.stream()
                .takeWhile(line -> !line.name().equals("Received"))
                .filter(line -> line.name().equals("Delivered-To"))
                .map(Line::value)
                .toList();
    }

    String subject() {
        String subject = header("Subject");
        return subject.isEmpty() ? "(no subject)" : subject;
    }

    /** The time in our own trace field, as written. */
    String received() {
        String trace = header("Received");
        return trace.substring(trace.lastIndexOf(';') + 1).strip();
    }

    /** With a precision of seconds; the epoch if the file has none of our trace fields. */
    Instant receivedAt() {
        try {
            return DateTimeFormatter.RFC_1123_DATE_TIME.parse(received(), Instant::from);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    Optional<String> text() {
        return Optional.ofNullable(text);
    }

    Optional<String> html() {
        return Optional.ofNullable(html);
    }

    List<Part> parts() {
        return parts;
    }

    byte[] source() {
        return source;
    }

    private void readHeaders(Header header) {
        for (Field field : header.getFields()) {
            headers.add(new Line(field.getName(), decoded(field)));
        }
    }

    private static String decoded(Field field) {
        // RFC 6532 allows raw UTF-8; RFC 2047 encodes it.
        String body = field.getRaw() == null
                ? field.getBody()
                : new String(field.getRaw().toByteArray(), StandardCharsets.UTF_8)
                        .substring(field.getName().length() + 1);
        String unfolded = body.replaceAll("\\r?\\n", "").strip();
        return EncodedWords.decoded(unfolded);
    }

    private void walk(Entity entity) throws IOException {
        Body body = entity.getBody();
        if (body instanceof Multipart multipart) {
            for (Entity child : multipart.getBodyParts()) {
                walk(child);
            }
        } else if (body instanceof Message message) {
            parts.add(new Part(parts.size(), "message.eml", "message/rfc822", null, new byte[0]));
            walk(message);
        } else {
            leaf(entity, body);
        }
    }

    private void leaf(Entity entity, Body body) throws IOException {
        String type = entity.getMimeType().toLowerCase(Locale.ROOT);
        boolean attachment = "attachment".equalsIgnoreCase(entity.getDispositionType());
        if (!attachment && type.equals("text/plain") && text == null) {
            text = string(body, entity.getCharset());
        } else if (!attachment && type.equals("text/html") && html == null) {
            html = string(body, entity.getCharset());
        } else {
            parts.add(new Part(parts.size(), name(entity), type, contentId(entity), bytes(body)));
        }
    }

    private static String name(Entity entity) {
        String name = entity.getFilename();
        // The file name for a browser's download.
        return name == null || name.isBlank() ? "unnamed" : OutsideText.clean(EncodedWords.decoded(name));
    }

    private static String contentId(Entity entity) {
        Field field = entity.getHeader().getField("Content-ID");
        return field == null ? null : field.getBody().strip().replaceAll("^<|>$", "");
    }

    private static String string(Body body, String charset) throws IOException {
        Charset known;
        try {
            known = charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset);
        } catch (IllegalArgumentException e) {
            known = StandardCharsets.UTF_8;
        }
        return new String(bytes(body), known);
    }

    private static byte[] bytes(Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (body instanceof TextBody || body instanceof BinaryBody) {
            try (InputStream in = ((org.apache.james.mime4j.dom.SingleBody) body).getInputStream()) {
                in.transferTo(bytes);
            }
        }
        return bytes.toByteArray();
    }
}
