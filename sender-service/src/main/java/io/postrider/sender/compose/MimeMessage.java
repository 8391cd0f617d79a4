package io.postrider.sender.compose;

import io.postrider.contract.Content;
import io.postrider.contract.Content.Mailbox;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts a letter's header and bodies into the layout of its content. */
final class MimeMessage {
    /** RFC 5322, 3.3. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** A tail shorter than this is cheaper copied than written as a chunk of its own. */
    private static final int SHORT_TAIL = 2_048;

    private MimeMessage() {}

    /** The message's bytes: those of this letter, then those that all letters of the content share. */
    static List<byte[]> of(CompiledContent content, String messageId, Instant date, Mailbox to, Content rendered) {
        Layout layout = content.layout();
        StringBuilder header = header(messageId, date, to, rendered);
        Body text = layout.beforeText() == null ? null : content.text(rendered);
        Body html = layout.beforeHtml() == null ? null : content.html(rendered);
        Chunk chunk = new Chunk(length(header.length(), text, html));
        if (text != null) {
            chunk.part(header.append(layout.beforeText()), "plain", text);
            header.setLength(0);
        }
        if (html != null) {
            chunk.part(header.append(layout.beforeHtml()), "html", html);
        }
        return finish(chunk, text != null && html == null ? text : html, layout.tail());
    }

    private static List<byte[]> finish(Chunk chunk, Body last, List<byte[]> tail) {
        if (tail.isEmpty()) {
            if (!last.endsLine()) {
                chunk.line();
            }
            return List.of(chunk.toByteArray());
        }
        if (tail.size() == 1 && tail.get(0).length <= SHORT_TAIL) {
            chunk.writeBytes(tail.get(0));
            return List.of(chunk.toByteArray());
        }
        List<byte[]> chunks = new ArrayList<>(tail.size() + 1);
        chunks.add(chunk.toByteArray());
        chunks.addAll(tail);
        return chunks;
    }

    private static int length(int header, Body text, Body html) {
        return header
                + SHORT_TAIL
                + (text == null ? 0 : text.bytes().length)
                + (html == null ? 0 : html.bytes().length);
    }

    private static StringBuilder header(String messageId, Instant date, Mailbox to, Content rendered) {
        StringBuilder header = new StringBuilder(1_024);
        HeaderField.write(header, "Date", DATE.format(date));
        HeaderField.mailboxes(header, "From", List.of(rendered.from()));
        HeaderField.mailboxes(header, "To", List.of(to));
        if (!rendered.replyTo().isEmpty()) {
            HeaderField.mailboxes(header, "Reply-To", rendered.replyTo());
        }
        HeaderField.text(header, "Subject", rendered.subject(), HeaderField.WORD);
        HeaderField.write(header, "Message-ID", messageId);
        HeaderField.write(header, "MIME-Version", "1.0");
        rendered.headers().forEach((name, value) -> HeaderField.text(header, name, value, HeaderField.LONG_WORD));
        return header;
    }

    private static final class Chunk extends ByteArrayOutputStream {
        Chunk(int length) {
            super(length);
        }

        void part(StringBuilder before, String subtype, Body body) {
            before.append("Content-Type: text/").append(subtype).append("; charset=utf-8\r\n");
            before.append("Content-Transfer-Encoding: ").append(body.encoding()).append("\r\n\r\n");
            writeBytes(before.toString().getBytes(StandardCharsets.UTF_8));
            writeBytes(body.bytes());
        }

        void line() {
            write('\r');
            write('\n');
        }
    }
}
