package io.postrider.mail;

import io.postrider.mail.Content.Mailbox;
import java.util.List;
import java.util.Objects;

/**
 * The visible addressees of a message that goes to several people as one mail. Each recipient gets a separate delivery,
 * and all copies show the same addressees (RFC 5322, 3.6.3).
 *
 * @param to the one addressee, whose variables all copies are rendered with; the recipient with ordinal 0
 * @param cc the recipients with the next ordinals, in order; the recipients after them get a blind copy and are not
 *     included
 */
public record Addressees(Mailbox to, List<Mailbox> cc) {

    /** The field of a message that contains an address. */
    public enum Kind {
        TO("to"),
        CC("cc"),
        BCC("bcc");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The name in the API. */
        public String word() {
            return word;
        }
    }

    public Addressees {
        Objects.requireNonNull(to, "to");
        cc = cc == null ? List.of() : List.copyOf(cc);
    }

    /** @param ordinal of a recipient of the message */
    public Kind kind(int ordinal) {
        if (ordinal == 0) {
            return Kind.TO;
        }
        return ordinal <= cc.size() ? Kind.CC : Kind.BCC;
    }
}
