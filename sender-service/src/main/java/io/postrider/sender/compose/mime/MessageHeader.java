package io.postrider.sender.compose.mime;

import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The header of one mail, except the fields that describe its parts.
 *
 * @param messageId with its angle brackets (RFC 5322, 3.6.4)
 * @param to the addressee
 * @param rendered the content as this recipient gets it: its author, subject and further fields
 */
public record MessageHeader(String messageId, Instant date, Mailbox to, Content rendered) {
    /** RFC 5322, 3.3. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** As lines; each ends in CRLF. */
    StringBuilder text() {
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
}
