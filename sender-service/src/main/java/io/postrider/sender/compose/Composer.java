package io.postrider.sender.compose;

import io.postrider.contract.Content;
import io.postrider.contract.Content.Mailbox;
import io.postrider.contract.MessageHead;
import io.postrider.contract.Recipient;
import io.postrider.sender.Envelope;
import io.postrider.sender.Letter;
import io.postrider.sender.compose.sign.Signing;

/**
 * Composes the letter of one recipient. Needs no thread of its own: 4 KB take some tens of microseconds. Only the letter's
 * MIME, which is signed, is for worker threads.
 */
public final class Composer {
    private final Signing signing;

    /** Letters are not signed. */
    public Composer() {
        this(Signing.none());
    }

    public Composer(Signing signing) {
        this.signing = signing;
    }

    /** @throws ComposeException if the letter cannot be composed, now or later; its message is the bounce's reason */
    public Letter compose(CompiledContent content, MessageHead head, Recipient recipient) {
        Envelope envelope = new Envelope(head.from(), recipient.email());
        if (content.addressesNeedUtf8() && !envelope.needsSmtpUtf8()) {
            throw new ComposeException(
                    "an address of the author or for replies is internationalised, the envelope is not");
        }
        Content rendered = content.render(head.variables(), recipient);
        Mailbox to = CompiledContent.shown(new Mailbox(recipient.email(), recipient.name()));
        String messageId = messageId(head, recipient);
        return new Letter(
                envelope,
                messageId,
                head.acceptedAt(),
                to,
                rendered,
                () -> signing.sign(
                        rendered.from().email(), MimeMessage.of(content, messageId, head.acceptedAt(), to, rendered)));
    }

    /** The same on every attempt (RFC 5322, 3.6.4). */
    private static String messageId(MessageHead head, Recipient recipient) {
        String domain = head.from().substring(head.from().lastIndexOf('@') + 1);
        return "<" + head.id() + "." + recipient.ordinal() + "@" + domain + ">";
    }
}
