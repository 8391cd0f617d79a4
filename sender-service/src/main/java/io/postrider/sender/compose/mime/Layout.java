package io.postrider.sender.compose.mime;

import io.postrider.header.FieldValue;
import io.postrider.header.MediaType;
import io.postrider.mail.Content.Attachment;
import io.postrider.sender.model.ComposeException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The MIME structure of a content: the parts that are the same in each of its mails, except the boundary (RFC 2046,
 * 5.1; RFC 2387):
 *
 * <pre>
 * mixed                 when there are files
 *   alternative         when there are both text and html, or an invitation
 *     text
 *     related           when the html has inline images
 *       html
 *       inline images
 *     invitation
 *   files
 * </pre>
 *
 * An invitation is the first file of type {@code text/calendar} with a {@code method} (RFC 6047, 2.4). Mail programs
 * offer to accept it only where it is an alternative; it is also attached, for programs without calendar support.
 *
 * The bodies come first, so that everything after them is encoded once and shared.
 *
 * @param beforeText precedes the header of the text part; null if there is none
 * @param beforeHtml precedes the header of the HTML part; null if there is none
 * @param tail follows the last body; empty if that body is the whole message
 */
public record Layout(Frame beforeText, Frame beforeHtml, List<Part> tail) {
    /**
     * An attachment without a valid media type, or with one that must not be encoded in base64, is sent as
     * application/octet-stream.
     */
    private static final String ANY_FILE = "application/octet-stream";

    /** Placeholder for the boundary in a layout; no header field can contain this character. */
    private static final String PLACE = "\0";

    private static final Pattern CONTENT_ID = Pattern.compile("[!-~&&[^<>]]+");

    /** A piece of a layout. */
    sealed interface Part permits Frame, Octets {
        /** @return approximate bytes in memory */
        long bytes();
    }

    /** ASCII text into which each mail's boundary is inserted. */
    record Frame(List<String> pieces) implements Part {
        private static Frame of(String text) {
            return new Frame(List.of(text.split(PLACE, -1)));
        }

        /** Whether it contains a boundary. */
        boolean bounded() {
            return pieces.size() > 1;
        }

        void write(StringBuilder out, String boundary) {
            out.append(pieces.get(0));
            for (int i = 1; i < pieces.size(); i++) {
                out.append(boundary).append(pieces.get(i));
            }
        }

        @Override
        public long bytes() {
            return pieces.stream().mapToLong(String::length).sum();
        }
    }

    /** An encoded attachment; all mails share the bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Octets(byte[] shared) implements Part {
        @Override
        public long bytes() {
            return shared.length;
        }
    }

    /** @throws ComposeException for a Content-ID that is not allowed in a header */
    public static Layout of(boolean text, boolean html, List<Attachment> attachments) {
        return new Drawing().draw(text, html, attachments);
    }

    /** Whether it has parts, and so needs a boundary. */
    public boolean multipart() {
        return beforeText != null && beforeText.bounded() || beforeHtml != null && beforeHtml.bounded();
    }

    /** Bytes that what follows the last body takes in memory, roughly. */
    public long bytes() {
        return tail.stream().mapToLong(Part::bytes).sum();
    }

    private static final class Drawing {
        private final StringBuilder pending = new StringBuilder();
        private final List<Part> tail = new ArrayList<>();

        Layout draw(boolean text, boolean html, List<Attachment> attachments) {
            List<Attachment> images =
                    attachments.stream().filter(a -> html && a.inline()).toList();
            List<Attachment> files =
                    attachments.stream().filter(a -> !(html && a.inline())).toList();
            Optional<Attachment> invitation =
                    files.stream().filter(Drawing::invitation).findFirst();
            boolean alternative = text && html || invitation.isPresent();
            open(!files.isEmpty(), "mixed", "");
            open(alternative, "alternative", "");
            Frame beforeText = text ? take() : null;
            if (text && html) {
                pending.append("\r\n--").append(delimiter("alternative")).append("\r\n");
            }
            open(!images.isEmpty(), "related", ";\r\n type=\"text/html\"");
            Frame beforeHtml = html ? take() : null;
            images.forEach(image -> attach("related", image));
            close(!images.isEmpty(), "related");
            invitation.ifPresent(this::invite);
            close(alternative, "alternative");
            files.forEach(file -> attach("mixed", file));
            close(!files.isEmpty(), "mixed");
            keepTail();
            return new Layout(beforeText, beforeHtml, List.copyOf(tail));
        }

        /**
         * The first character of the subtype distinguishes the boundaries of one mail, so that none is a prefix of
         * another.
         */
        private String delimiter(String subtype) {
            return Boundary.PREFIX + subtype.charAt(0) + PLACE;
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

        private Frame take() {
            Frame taken = Frame.of(pending.toString());
            pending.setLength(0);
            return taken;
        }

        private void keepTail() {
            if (pending.length() > 0) {
                tail.add(take());
            }
        }

        private static boolean invitation(Attachment file) {
            MediaType type = MediaType.of(FieldValue.clean(file.contentType()));
            return type != null && type.invitation();
        }

        private void invite(Attachment invitation) {
            begin("alternative", invitation);
            pending.append("\r\n\r\n");
            encode(invitation);
        }

        private void begin(String subtype, Attachment attachment) {
            pending.append("\r\n--").append(delimiter(subtype)).append("\r\nContent-Type: ");
            mediaType(attachment.contentType());
            pending.append("\r\nContent-Transfer-Encoding: base64");
        }

        private void attach(String subtype, Attachment attachment) {
            begin(subtype, attachment);
            pending.append("\r\nContent-Disposition: ");
            pending.append(subtype.equals("related") ? "inline" : "attachment");
            String filename = FieldValue.clean(attachment.filename());
            if (!filename.isEmpty()) {
                MimeParameter.write(pending, "filename", filename);
            }
            pending.append("\r\n");
            if (attachment.inline()) {
                if (!CONTENT_ID.matcher(attachment.contentId()).matches()) {
                    throw new ComposeException(
                            "an attachment's content id has characters that are not allowed in a header");
                }
                pending.append("Content-ID: <").append(attachment.contentId()).append(">\r\n");
            }
            pending.append("\r\n");
            encode(attachment);
        }

        private void encode(Attachment attachment) {
            keepTail();
            tail.add(new Octets(Base64.getMimeEncoder().encode(attachment.bytes())));
        }

        /** Parameters are kept as supplied, except non-ASCII ones, which need RFC 2231. */
        private void mediaType(String given) {
            MediaType type = MediaType.of(FieldValue.clean(given));
            if (type == null || type.composite()) {
                pending.append(ANY_FILE);
                return;
            }
            pending.append(type.type());
            for (MediaType.Parameter parameter : type.parameters()) {
                if (FieldValue.ascii(parameter.text())) {
                    pending.append(";\r\n ")
                            .append(parameter.name())
                            .append('=')
                            .append(parameter.text());
                } else {
                    MimeParameter.write(pending, parameter.name(), parameter.value());
                }
            }
        }
    }
}
