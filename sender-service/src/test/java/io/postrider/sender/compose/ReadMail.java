package io.postrider.sender.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.header.FieldValue;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParameterList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;

/** A mail as two readers of different families see it: mime4j and Angus. What they say must be the same. */
final class ReadMail {
    /** One leaf of the mail's tree. */
    @SuppressWarnings("ArrayRecordComponent")
    record Leaf(String type, String encoding, String disposition, String filename, String contentId, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    final byte[] bytes;
    final String raw;
    private final Message mime4j;
    private final MimeMessage angus;

    ReadMail(byte[] bytes) {
        this.bytes = bytes;
        this.raw = new String(bytes, StandardCharsets.UTF_8);
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        try {
            this.mime4j = builder.parseMessage(new ByteArrayInputStream(bytes));
            this.angus = new MimeMessage(null, new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    String headerSection() {
        return raw.substring(0, raw.indexOf("\r\n\r\n") + 2);
    }

    List<String> headerLines() {
        return List.of(headerSection().split("\r\n"));
    }

    List<String> fieldNames() {
        return headerLines().stream()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    String subject() throws MessagingException {
        assertEquals(mime4j.getSubject().strip(), angus.getSubject());
        return angus.getSubject();
    }

    /** The unfolded and decoded value of the only field of that name; null if there is none. */
    String field(String name) throws Exception {
        String[] values = angus.getHeader(name);
        if (values == null) {
            return null;
        }
        assertEquals(1, values.length, name);
        return MimeUtility.decodeText(MimeUtility.unfold(values[0]));
    }

    /** As "name|address". */
    String from() throws Exception {
        return same(List.copyOf(mime4j.getFrom()), "From").get(0);
    }

    String to() throws Exception {
        return same(List.copyOf(mime4j.getTo().flatten()), "To").get(0);
    }

    List<String> replyTo() throws Exception {
        return same(List.copyOf(mime4j.getReplyTo().flatten()), "Reply-To");
    }

    private List<String> same(List<Mailbox> byMime4j, String field) throws Exception {
        List<String> seen = new ArrayList<>();
        for (InternetAddress address : InternetAddress.parseHeader(angus.getHeader(field, ","), true)) {
            seen.add(address.getPersonal() + "|" + address.getAddress());
        }
        assertEquals(
                byMime4j.stream().map(m -> m.getName() + "|" + m.getAddress()).toList(), seen, field);
        return seen;
    }

    /** The tree in words, such as {@code mixed(text/plain application/pdf)}. */
    String structure() throws Exception {
        String byMime4j = structure(mime4j);
        assertEquals(byMime4j, structure((Part) angus));
        return byMime4j;
    }

    private static String structure(Entity entity) {
        if (!(entity.getBody() instanceof Multipart multipart)) {
            return entity.getMimeType();
        }
        List<String> parts =
                multipart.getBodyParts().stream().map(ReadMail::structure).toList();
        return multipart.getSubType() + "(" + String.join(" ", parts) + ")";
    }

    private static String structure(Part part) throws Exception {
        String type = part.getContentType().replaceAll("(?s)[;\r].*", "");
        if (!(part.getContent() instanceof MimeMultipart multipart)) {
            return type;
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < multipart.getCount(); i++) {
            parts.add(structure((Part) multipart.getBodyPart(i)));
        }
        return type.replace("multipart/", "") + "(" + String.join(" ", parts) + ")";
    }

    /** A parameter of a leaf's Content-Type, decoded (RFC 2231); null if there is none. */
    String parameter(int leaf, String name) throws Exception {
        List<Part> parts = new ArrayList<>();
        collect(angus, parts);
        String value = new ContentType(parts.get(leaf).getContentType()).getParameter(name);
        List<Entity> entities = new ArrayList<>();
        entities(mime4j, entities);
        if (value != null && FieldValue.ascii(value)) {
            // mime4j decodes no other parameter than the file's name.
            ContentTypeField field =
                    (ContentTypeField) entities.get(leaf).getHeader().getField("Content-Type");
            assertEquals(field.getParameter(name), value);
        }
        return value;
    }

    private static void entities(Entity entity, List<Entity> leaves) {
        if (entity.getBody() instanceof Multipart multipart) {
            multipart.getBodyParts().forEach(part -> entities(part, leaves));
        } else {
            leaves.add(entity);
        }
    }

    /** The leaves in their order, filenames and contents compared between the readers. */
    List<Leaf> leaves() throws Exception {
        List<Leaf> leaves = new ArrayList<>();
        collect(mime4j, leaves);
        List<Part> parts = new ArrayList<>();
        collect(angus, parts);
        assertEquals(parts.size(), leaves.size());
        for (int i = 0; i < leaves.size(); i++) {
            assertTrue(
                    java.util.Arrays.equals(
                            read(parts.get(i).getInputStream()), leaves.get(i).bytes()),
                    "leaf " + i);
        }
        return leaves;
    }

    private static void collect(Entity entity, List<Leaf> leaves) throws IOException {
        if (entity.getBody() instanceof Multipart multipart) {
            for (Entity part : multipart.getBodyParts()) {
                collect(part, leaves);
            }
            return;
        }
        try (InputStream body = ((SingleBody) entity.getBody()).getInputStream()) {
            String contentId = entity.getHeader().getField("Content-ID") == null
                    ? null
                    : entity.getHeader().getField("Content-ID").getBody();
            leaves.add(new Leaf(
                    entity.getMimeType(),
                    entity.getContentTransferEncoding(),
                    entity.getDispositionType(),
                    entity.getFilename(),
                    contentId,
                    read(body)));
        }
    }

    private static void collect(Part part, List<Part> leaves) throws Exception {
        if (part.getContent() instanceof MimeMultipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart inner = multipart.getBodyPart(i);
                collect(inner, leaves);
            }
        } else {
            leaves.add(part);
        }
    }

    /** The filename of a leaf as Angus reads it from its Content-Disposition. */
    static String filenameByAngus(String disposition) throws MessagingException {
        return new ParameterList(disposition.substring(disposition.indexOf(';'))).get("filename");
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        in.transferTo(out);
        return out.toByteArray();
    }
}
