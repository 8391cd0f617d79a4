package io.postrider.sender.deliver.mailer;

import io.postrider.replies.DialogueStage;
import io.postrider.sender.deliver.transport.FailureReason;
import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;

/**
 * What a failure of the Vert.x mail client, which quarkus-mailer uses, means for the mail. Only the client's message
 * shows at which command it failed; the contract test compares these texts with the real client.
 */
final class MailerFailure {
    private static final Logger LOG = Logger.getLogger(MailerFailure.class);
    private static final String SENDER = "sender address not accepted";
    private static final String DATA = "DATA command not accepted";
    private static final String BODY = "sending data failed";
    private static final List<String> ABOUT_THE_LETTER =
            List.of(SENDER, "recipient address not accepted", DATA, BODY, "no recipient addresses were accepted");
    private static final List<String> BEFORE_THE_LETTER =
            List.of("STARTTLS required", "login is required", "Failed to handle server auth message");
    private static final String LOGIN = "AUTH ";
    private static final String TOO_LARGE = "message exceeds allowed size limit";

    private MailerFailure() {}

    static Handover handover(Throwable failure) {
        LOG.debugf("quarkus-mailer: %s", failure);
        Optional<String> about = phrase(failure, ABOUT_THE_LETTER);
        Optional<String> before = phrase(failure, BEFORE_THE_LETTER);
        String why = before.orElseGet(() -> FailureReason.reason(failure));
        if (failure instanceof SMTPException smtp && smtp.getReplyCode() >= 400) {
            Reply reply = new ReplyLines(smtp.getReplyCode(), lines(smtp)).reply();
            boolean refused = about.isPresent() && reply.code() != ReplyLines.SERVICE_CLOSES;
            if (refused) {
                return new Handover.Refused(reply, stage(about.get()));
            } else if (String.valueOf(failure.getMessage()).startsWith(LOGIN)) {
                // Some servers quote a command that they do not understand, and with it the password.
                reply = new Reply(reply.code(), reply.enhancedCode(), "the server refused the login");
                return new Handover.Unreachable(reply.text(), reply);
            }
            return new Handover.Unreachable(before.orElse("the server refused the connection"), reply);
        } else if (String.valueOf(failure.getMessage()).contains(TOO_LARGE)) {
            return new Handover.Refused(new Reply(552, "5.3.4", "Postrider: " + TOO_LARGE));
        } else if (FailureReason.has(failure, ConnectException.class)
                || FailureReason.has(failure, UnknownHostException.class)
                || FailureReason.has(failure, SSLException.class)
                || before.isPresent()) {
            return new Handover.Unreachable(why, null);
        }
        // The client does not report whether the final dot was sent before the connection broke.
        return new Handover.Interrupted(why);
    }

    private static DialogueStage stage(String phrase) {
        return switch (phrase) {
            case SENDER -> DialogueStage.MAIL;
            case DATA -> DialogueStage.DATA;
            case BODY -> DialogueStage.BODY;
            default -> DialogueStage.RCPT;
        };
    }

    /**
     * The one of these with which its message begins. The rest of the message may contain one of our addresses, or text
     * from something that is not a mail server.
     */
    private static Optional<String> phrase(Throwable failure, List<String> phrases) {
        String message = String.valueOf(failure.getMessage());
        return phrases.stream().filter(message::startsWith).findFirst();
    }

    /** The client keeps the code at the start of each line. */
    private static List<String> lines(SMTPException smtp) {
        return smtp.getReplyMessages().stream()
                .map(line -> line.matches("(?s)\\d{3}[ -].*") ? line.substring(4) : line)
                .toList();
    }
}
