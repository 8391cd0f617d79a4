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

/** Composes the mail of one recipient, on a worker thread: 4 KB take some tens of microseconds, and signing it ten times that. */
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

    /** For the recipient's mail server, known before anything is composed. */
    Envelope envelope(MessageHead head, Recipient recipient) {
        return new Envelope(reversePath(head, recipient), recipient.email());
    }

    ComposedMail compose(CompiledContent content, MessageHead head, Recipient recipient, Envelope envelope) {
        if (content.addressesNeedUtf8() && !envelope.needsSmtpUtf8()) {
            throw new ComposeException(
                    "an address of the author or for replies is internationalised, the envelope is not");
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

    /** An internationalised sender stays as it is: with it the mail needs SMTPUTF8, which an ASCII path would hide. */
    private String reversePath(MessageHead head, Recipient recipient) {
        return returnPath
                .filter(path -> FieldValue.ascii(head.from()))
                .map(path -> path.sign(head.id(), recipient.ordinal()))
                .orElse(head.from());
    }

    /**
     * The same on every attempt, and in all copies of one mail (RFC 5322, 3.6.4). It is signed where reports come back, since some
     * contain nothing else of the mail; but not in copies, since it would not identify the copy.
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
