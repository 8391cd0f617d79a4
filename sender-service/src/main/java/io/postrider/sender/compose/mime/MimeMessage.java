package io.postrider.sender.compose.mime;

import io.postrider.sender.compose.mime.Layout.Frame;
import io.postrider.sender.compose.mime.Layout.Octets;
import io.postrider.sender.compose.mime.Layout.Part;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts a mail's header and bodies into the layout of its content. */
public final class MimeMessage {
    /** Copying an attachment shorter than this is cheaper than writing it as a separate chunk. */
    private static final int SHORT = 2_048;

    private MimeMessage() {}

    /**
     * The message's bytes; large attachments are chunks that all mails of the content share.
     *
     * @param boundary of this mail, made by {@link Boundary}; unused if the layout has no parts
     * @param text the text part; null if the layout has none
     * @param html the HTML part; null if the layout has none
     */
    public static List<byte[]> of(
            Layout layout, String boundary, MessageHeader fields, EncodedBody text, EncodedBody html) {
        StringBuilder header = fields.text();
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
