package io.postrider.sender.deliver;

import io.postrider.sender.Handover;
import io.postrider.sender.Reply;
import io.vertx.ext.mail.SMTPException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * What a failure of the Vert.x mail client, on which quarkus-mailer stands, means for the letter. The client tells at
 * which command it failed by its message only; the contract test holds these words against the real one.
 */
final class MailerFailure {
    private static final List<String> ABOUT_THE_LETTER = List.of(
            "sender address not accepted",
            "recipient address not accepted",
            "DATA command not accepted",
            "sending data failed",
            "no recipient addresses were accepted");
    private static final List<String> BEFORE_THE_LETTER =
            List.of("STARTTLS required", "login is required", "Failed to handle server auth message");
    private static final String TOO_LARGE = "message exceeds allowed size limit";

    private MailerFailure() {}

    static Handover handover(Throwable failure) {
        String words = Causes.text(failure);
        if (failure instanceof SMTPException smtp && smtp.getReplyCode() >= 400) {
            Reply reply = new ReplyLines(smtp.getReplyCode(), lines(smtp)).reply();
            boolean refused = begins(words, ABOUT_THE_LETTER) && reply.code() != ReplyLines.SERVICE_CLOSES;
            return refused ? new Handover.Refused(reply) : new Handover.Unreachable(words, reply);
        } else if (words.contains(TOO_LARGE)) {
            return new Handover.Refused(new Reply(552, "5.3.4", "Postrider: " + words));
        } else if (caused(failure, ConnectException.class)
                || caused(failure, UnknownHostException.class)
                || caused(failure, SSLException.class)
                || begins(words, BEFORE_THE_LETTER)) {
            return new Handover.Unreachable(words, null);
        }
        // It does not say whether the final dot was sent when the connection broke.
        return new Handover.Interrupted(words);
    }

    /** The client keeps the code in front of each line. */
    private static List<String> lines(SMTPException smtp) {
        return smtp.getReplyMessages().stream()
                .map(line -> line.matches("(?s)\\d{3}[ -].*") ? line.substring(4) : line)
                .toList();
    }

    private static boolean begins(String words, List<String> beginnings) {
        return beginnings.stream().anyMatch(words::startsWith);
    }

    private static boolean caused(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
