package io.postrider.sender.deliver.smtp.dialogue;

import java.time.Duration;

/** What we are waiting for in the dialogue. */
public enum DialogueStep {
    GREETING,
    EHLO,
    STARTTLS,
    /** The TLS handshake after STARTTLS. */
    TLS,
    AUTH,
    RSET,
    MAIL,
    RCPT,
    DATA,
    /** The mail is being written and the server is reading slowly. */
    BODY,
    END_OF_DATA,
    QUIT;

    private static final Duration FAREWELL = Duration.ofSeconds(2);

    /** The command that follows in a mail's envelope. */
    public DialogueStep next() {
        return switch (this) {
            case RSET -> MAIL;
            case MAIL -> RCPT;
            case RCPT -> DATA;
            default -> throw new IllegalStateException(this + " is the last command of an envelope");
        };
    }

    Duration timeout(SmtpSettings.Timeouts timeouts) {
        return switch (this) {
            case GREETING -> timeouts.greeting();
            case TLS -> timeouts.connect();
            case BODY -> timeouts.dataBlock();
            case END_OF_DATA -> timeouts.endOfData();
            case QUIT -> FAREWELL;
            default -> timeouts.command();
        };
    }
}
