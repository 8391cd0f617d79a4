package io.postrider.mail;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The content of a message, stored once and shared by all its recipients. Subject, text, HTML and header values are
 * templates.
 *
 * @param from the author (RFC 5322, 3.6.2)
 * @param replyTo addresses for replies; may be empty
 * @param addressees shown in all copies if the message has cc or bcc; null if each mail shows its recipient only
 * @param subject template of the subject
 * @param text template of the plain-text body, or null
 * @param html template of the HTML body, or null
 * @param headers further header fields, in order; the values are templates
 * @param attachments files, and inline images that the HTML refers to by Content-ID
 */
public record Content(
        Mailbox from,
        List<Mailbox> replyTo,
        Addressees addressees,
        String subject,
        String text,
        String html,
        Map<String, String> headers,
        List<Attachment> attachments) {

    /** An address with an optional display name (RFC 5322, 3.4). */
    public record Mailbox(String email, String name) {
        public Mailbox {
            Objects.requireNonNull(email, "email");
        }
    }

    /**
     * @param filename as shown to the reader; any Unicode
     * @param contentType a media type (RFC 2045, 5.1)
     * @param contentId without angle brackets, for {@code cid:} links (RFC 2392), or null for a regular attachment
     * @param bytes the file itself
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Attachment(String filename, String contentType, String contentId, byte[] bytes) {
        public Attachment {
            Objects.requireNonNull(filename, "filename");
            Objects.requireNonNull(contentType, "contentType");
            Objects.requireNonNull(bytes, "bytes");
        }

        public boolean inline() {
            return contentId != null;
        }
    }

    public Content {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(subject, "subject");
        replyTo = replyTo == null ? List.of() : List.copyOf(replyTo);
        headers = headers == null ? Map.of() : headers;
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
    }

    /** The content of a message without cc and bcc. */
    public Content(
            Mailbox from,
            List<Mailbox> replyTo,
            String subject,
            String text,
            String html,
            Map<String, String> headers,
            List<Attachment> attachments) {
        this(from, replyTo, null, subject, text, html, headers, attachments);
    }

    /**
     * The addressee for which this recipient's mail is rendered: the recipient or, with cc or bcc, the one in {@code
     * to}.
     */
    public Recipient addressee(Recipient recipient) {
        return addressees == null
                ? recipient
                : new Recipient(0, addressees.to().email(), addressees.to().name(), recipient.variables());
    }

    public Content withText(String plain) {
        return new Content(from, replyTo, addressees, subject, plain, html, headers, attachments);
    }

    public Content withAddressees(Addressees shown) {
        return new Content(from, replyTo, shown, subject, text, html, headers, attachments);
    }
}
