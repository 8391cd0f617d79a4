package io.postrider.sender.compose;

import io.postrider.contract.Content.Attachment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The MIME structure of a content, all that is the same in each of its letters (RFC 2046, 5.1; RFC 2387):
 *
 * <pre>
 * mixed                 when there are files
 *   alternative         when there are both text and html
 *     text
 *     related           when there are inline images beside the html
 *       html
 *       inline images
 *   files
 * </pre>
 *
 * The bodies come first, so what follows them is made once and shared.
 *
 * @param beforeText what stands before the header of the text part; null if there is none
 * @param beforeHtml what stands before the header of the html part; null if there is none
 * @param tail what follows the last body; empty if that body is the whole message
 */
@SuppressWarnings("ArrayRecordComponent")
record Layout(String beforeText, String beforeHtml, List<byte[]> tail) {
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( *;[ -~]*)?");

    /** These must not be encoded in base64 (RFC 2046, 5.2.1), and are sent as files of no special kind. */
    private static final Pattern COMPOSITE = Pattern.compile("(?i)(message|multipart)/.*");

    private static final Pattern CONTENT_ID = Pattern.compile("[!-~&&[^<>]]+");

    /**
     * @param boundary a text of 1 to 60 letters and digits that no letter of this content holds
     * @throws ComposeException for a Content-ID that no header can hold
     */
    static Layout of(boolean text, boolean html, List<Attachment> attachments, String boundary) {
        return new Drawing(boundary).draw(text, html, attachments);
    }

    long bytes() {
        return tail.stream().mapToLong(part -> part.length).sum();
    }

    private static final class Drawing {
        private final String boundary;
        private final StringBuilder pending = new StringBuilder();
        private final List<byte[]> tail = new ArrayList<>();

        Drawing(String boundary) {
            this.boundary = boundary;
        }

        Layout draw(boolean text, boolean html, List<Attachment> attachments) {
            List<Attachment> images =
                    attachments.stream().filter(a -> html && a.inline()).toList();
            List<Attachment> files =
                    attachments.stream().filter(a -> !(html && a.inline())).toList();
            boolean alternative = text && html;
            open(!files.isEmpty(), "mixed", "");
            open(alternative, "alternative", "");
            String beforeText = text ? take() : null;
            if (alternative) {
                pending.append("\r\n--").append(delimiter("alternative")).append("\r\n");
            }
            open(!images.isEmpty(), "related", ";\r\n type=\"text/html\"");
            String beforeHtml = html ? take() : null;
            images.forEach(image -> attach("related", image));
            close(!images.isEmpty(), "related");
            close(alternative, "alternative");
            files.forEach(file -> attach("mixed", file));
            close(!files.isEmpty(), "mixed");
            keepTail();
            return new Layout(beforeText, beforeHtml, List.copyOf(tail));
        }

        /** Never in an encoded body: {@code =_} stands neither in quoted-printable nor in base64 (RFC 2045, 6.7). */
        private String delimiter(String subtype) {
            return "=_" + subtype.charAt(0) + boundary;
        }

        private void open(boolean needed, String subtype, String parameters) {
            if (needed) {
                String delimiter = delimiter(subtype);
                pending.append("Content-Type: multipart/%s%s;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n"
                        .formatted(subtype, parameters, delimiter, delimiter));
            }
        }

        private void close(boolean needed, String subtype) {
            if (needed) {
                pending.append("\r\n--").append(delimiter(subtype)).append("--\r\n");
            }
        }

        private String take() {
            String taken = pending.toString();
            pending.setLength(0);
            return taken;
        }

        private void keepTail() {
            if (pending.length() > 0) {
                tail.add(take().getBytes(StandardCharsets.US_ASCII));
            }
        }

        private void attach(String subtype, Attachment attachment) {
            pending.append("\r\n--").append(delimiter(subtype)).append("\r\nContent-Type: ");
            pending.append(mediaType(attachment.contentType()));
            pending.append("\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: ");
            pending.append(subtype.equals("related") ? "inline" : "attachment");
            String filename = HeaderField.clean(attachment.filename());
            if (!filename.isEmpty()) {
                Parameter.write(pending, "filename", filename);
            }
            pending.append("\r\n");
            if (attachment.inline()) {
                if (!CONTENT_ID.matcher(attachment.contentId()).matches()) {
                    throw new ComposeException("an attachment's content id has characters that no header can hold");
                }
                pending.append("Content-ID: <").append(attachment.contentId()).append(">\r\n");
            }
            pending.append("\r\n");
            keepTail();
            tail.add(Base64.getMimeEncoder().encode(attachment.bytes()));
        }

        private static String mediaType(String given) {
            String type = HeaderField.clean(given);
            return MEDIA_TYPE.matcher(type).matches()
                            && !COMPOSITE.matcher(type).matches()
                    ? type.replaceAll(" *; *", ";\r\n ")
                    : "application/octet-stream";
        }
    }
}
