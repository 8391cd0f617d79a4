package io.postrider.sender.compose;

import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.sender.compose.Layout.Frame;
import io.postrider.sender.compose.Layout.Octets;
import io.postrider.sender.compose.Layout.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts a mail's header and bodies into the layout of its content. */
final class MimeMessage {
    /** RFC 5322, 3.3. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Copying an attachment shorter than this is cheaper than writing it as a separate chunk. */
    private static final int SHORT = 2_048;

    private MimeMessage() {}

    /**
     * The message's bytes; large attachments are chunks that all mails of the content share.
     *
     * @param boundary of this mail, made by {@link Boundary}; unused if the layout has no parts
     */
    static List<byte[]> of(
            CompiledContent content, String boundary, String messageId, Instant date, Mailbox to, Content rendered) {
        Layout layout = content.layout();
        StringBuilder header = header(messageId, date, to, rendered);
        EncodedBody text = layout.beforeText() == null ? null : content.text(rendered);
        EncodedBody html = layout.beforeHtml() == null ? null : content.html(rendered);
        Chunk chunk = new Chunk(length(header.length(), text, html));
        if (text != null) {
            layout.beforeText().write(header, boundary);
            chunk.part(header, "plain", text);
            header.setLength(0);
        }
        if (html != null) {
            layout.beforeHtml().write(header, boundary);
            chunk.part(header, "html", html);
        }
        if (layout.tail().isEmpty()) {
            chunk.endLine(text != null && html == null ? text : html);
            return List.of(chunk.toByteArray());
        }
        return withTail(chunk, layout.tail(), boundary);
    }

    private static List<byte[]> withTail(Chunk chunk, List<Part> tail, String boundary) {
        List<byte[]> chunks = new ArrayList<>();
        for (Part part : tail) {
            if (part instanceof Frame frame) {
                StringBuilder text = new StringBuilder();
                frame.write(text, boundary);
                chunk.writeBytes(text.toString().getBytes(StandardCharsets.US_ASCII));
            } else if (part instanceof Octets octets) {
                if (octets.shared().length <= SHORT) {
                    chunk.writeBytes(octets.shared());
                } else {
                    chunks.add(chunk.toByteArray());
                    chunks.add(octets.shared());
                    chunk.reset();
                }
            }
        }
        chunks.add(chunk.toByteArray());
        return chunks;
    }

    private static int length(int header, EncodedBody text, EncodedBody html) {
        return header + SHORT + (text == null ? 0 : text.bytes().length) + (html == null ? 0 : html.bytes().length);
    }

    private static StringBuilder header(String messageId, Instant date, Mailbox to, Content rendered) {
        StringBuilder header = new StringBuilder(1_024);
        HeaderField.write(header, "Date", DATE.format(date));
        HeaderField.mailboxes(header, "From", List.of(rendered.from()));
        HeaderField.mailboxes(header, "To", List.of(to));
        if (rendered.addressees() != null && !rendered.addressees().cc().isEmpty()) {
            HeaderField.mailboxes(header, "Cc", rendered.addressees().cc());
        }
        if (!rendered.replyTo().isEmpty()) {
            HeaderField.mailboxes(header, "Reply-To", rendered.replyTo());
        }
        HeaderField.text(header, "Subject", rendered.subject(), HeaderField.WORD);
        HeaderField.write(header, "Message-ID", messageId);
        HeaderField.write(header, "MIME-Version", "1.0");
        rendered.headers().forEach((name, value) -> HeaderField.further(header, name, value));
        return header;
    }

    private static final class Chunk extends ByteArrayOutputStream {
        Chunk(int length) {
            super(length);
        }

        void part(StringBuilder before, String subtype, EncodedBody body) {
            before.append("Content-Type: text/").append(subtype).append("; charset=utf-8\r\n");
            before.append("Content-Transfer-Encoding: ").append(body.encoding()).append("\r\n\r\n");
            writeBytes(before.toString().getBytes(StandardCharsets.UTF_8));
            writeBytes(body.bytes());
        }

        void endLine(EncodedBody last) {
            if (!last.endsLine()) {
                write('\r');
                write('\n');
            }
        }
    }
}
