package io.postrider.sender.compose;

import io.postrider.header.FieldValue;
import io.postrider.mail.Content;
import io.postrider.mail.Content.Mailbox;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.sender.compose.content.CompiledContent;
import io.postrider.sender.compose.mime.MessageHeader;
import io.postrider.sender.compose.sign.Signing;
import io.postrider.sender.model.ComposeException;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Envelope;
import io.postrider.tokens.ReturnPath;
import java.util.Optional;

/**
 * Composes the mail of one recipient, on a worker thread: a mail of 4 KB takes some tens of microseconds, and signing
 * it ten times as long.
 */
public final class Composer {
    private final Signing signing;
    private final Optional<ReturnPath> returnPath;

    /** Mails are not signed, and bounce to their sender. */
    public Composer() {
        this(Signing.none(), Optional.empty());
    }

    /** @param returnPath gives each delivery a separate address for its bounces */
    public Composer(Signing signing, Optional<ReturnPath> returnPath) {
        this.signing = signing;
        this.returnPath = returnPath;
    }

    /** @throws ComposeException if the mail cannot be composed, now or later; its message is the bounce's reason */
    public ComposedMail compose(CompiledContent content, MessageHead head, Recipient recipient) {
        return compose(content, head, recipient, envelope(head, recipient));
    }

    /** The envelope for the recipient's mail server, known before the mail is composed. */
    Envelope envelope(MessageHead head, Recipient recipient) {
        return new Envelope(reversePath(head, recipient), recipient.email());
    }

    ComposedMail compose(CompiledContent content, MessageHead head, Recipient recipient, Envelope envelope) {
        if (content.addressesNeedUtf8() && !envelope.needsSmtpUtf8()) {
            throw new ComposeException("the From or Reply-To address is internationalised, but the envelope is not");
        }
        Content rendered = content.render(head.variables(), recipient);
        Recipient addressee = content.addressee(recipient);
        Mailbox to = CompiledContent.shown(new Mailbox(addressee.email(), addressee.name()));
        String messageId = messageId(head, addressee, rendered.addressees() != null);
        MessageHeader header = new MessageHeader(messageId, head.date(), to, rendered);
        return new ComposedMail(
                envelope,
                () -> signing.sign(
                        rendered.from().email(), content.mime(header, head.boundaryKey(), recipient.ordinal())));
    }

    /**
     * An internationalised sender is used unchanged: it makes the mail need SMTPUTF8, which an ASCII return path would
     * hide.
     */
    private String reversePath(MessageHead head, Recipient recipient) {
        return returnPath
                .filter(path -> FieldValue.ascii(head.from()))
                .map(path -> path.sign(head.id(), recipient.ordinal()))
                .orElse(head.from());
    }

    /**
     * The same on every attempt, and in all copies of one mail (RFC 5322, 3.6.4). It carries a signed token if reports
     * are processed, since some reports contain no other part of the mail. The Message-ID of a copy does not, since it
     * would not identify the copy.
     */
    private String messageId(MessageHead head, Recipient addressee, boolean copies) {
        String domain = head.from().substring(head.from().lastIndexOf('@') + 1);
        String local = returnPath
                .filter(path -> !copies)
                .map(path -> path.messageId(head.id(), addressee.ordinal()))
                .orElseGet(() -> head.id() + "." + addressee.ordinal());
        return "<" + local + "@" + domain + ">";
    }
}
