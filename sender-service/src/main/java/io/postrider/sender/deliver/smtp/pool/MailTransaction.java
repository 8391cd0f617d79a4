package io.postrider.sender.deliver.smtp.pool;

import io.postrider.replies.DialogueStage;
import io.postrider.sender.deliver.smtp.dialogue.BrokenConnection;
import io.postrider.sender.deliver.smtp.dialogue.DialogueStep;
import io.postrider.sender.deliver.smtp.dialogue.ServerExtensions;
import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Envelope;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.vertx.core.Context;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** One mail on one connection: the commands and replies so far. */
final class MailTransaction {
    private final PendingMail pending;
    private final Draft.Made<DotStuffedBody> body;
    private ReplyLines refusal;
    private DialogueStage refused;
    private boolean senderTaken;

    private MailTransaction(PendingMail pending, Draft.Made<DotStuffedBody> body) {
        this.pending = pending;
        this.body = body;
    }

    /**
     * Composes the mail's MIME on a worker thread.
     *
     * @param wanted whether there still is a connection for it; called on any thread
     * @param then called once, on the context, with the transaction or the reason why there is none
     */
    static void prepare(
            PendingMail pending, Context context, BooleanSupplier wanted, BiConsumer<MailTransaction, Throwable> then) {
        pending.draft()
                .make(wanted, mail -> new DotStuffedBody(mail.mime().get()))
                .whenComplete((body, failure) -> context.runOnContext(
                        now -> then.accept(body == null ? null : new MailTransaction(pending, body), failure)));
    }

    DotStuffedBody body() {
        return body.value();
    }

    /** Why our own check finds that this route can never take the mail, or null. */
    Handover objection(ServerExtensions extensions) {
        Envelope envelope = pending.draft().envelope();
        if (unspeakable(envelope.from())) {
            return refused(553, "5.1.7", "the sender's address cannot be expressed in SMTP");
        } else if (unspeakable(envelope.recipient())) {
            return refused(553, "5.1.3", "the address cannot be expressed in SMTP");
        } else if (envelope.needsSmtpUtf8() && !extensions.smtpUtf8()) {
            return refused(553, "5.6.7", "the address needs SMTPUTF8, which the server does not offer");
        } else if (body().size() > extensions.maxSize()) {
            return refused(
                    552,
                    "5.3.4",
                    "the mail has %d bytes; the server accepts at most %d"
                            .formatted(body().size(), extensions.maxSize()));
        }
        return null;
    }

    /** An angle bracket or line end in an address could inject SMTP commands. */
    private static boolean unspeakable(String address) {
        return address.chars().anyMatch(c -> c < ' ' || c == 127 || c == '<' || c == '>');
    }

    private static Handover refused(int code, String enhancedCode, String text) {
        return new Handover.Refused(new Reply(code, enhancedCode, "Postrider: " + text));
    }

    String command(DialogueStep stage, ServerExtensions extensions) {
        return switch (stage) {
            case MAIL -> mailCommand(extensions);
            case RCPT -> "RCPT TO:<" + pending.draft().envelope().recipient() + ">";
            default -> stage.name();
        };
    }

    private String mailCommand(ServerExtensions extensions) {
        Envelope envelope = pending.draft().envelope();
        StringBuilder line = new StringBuilder(96)
                .append("MAIL FROM:<")
                .append(envelope.from())
                .append('>');
        if (extensions.size()) {
            line.append(" SIZE=").append(body().size());
        }
        if (envelope.needsSmtpUtf8()) {
            line.append(extensions.eightBitMime() ? " BODY=8BITMIME SMTPUTF8" : " SMTPUTF8");
        }
        return line.toString();
    }

    /** Records the reply to MAIL or RCPT; false if it is a refusal. */
    boolean note(DialogueStep stage, ReplyLines reply) {
        if (!reply.done() && refusal == null) {
            refusal = reply;
            refused = stage == DialogueStep.MAIL ? DialogueStage.MAIL : DialogueStage.RCPT;
        }
        senderTaken |= stage == DialogueStep.MAIL && reply.done();
        return refusal == null;
    }

    /** Records the reply to DATA. */
    void refuse(ReplyLines reply) {
        refused = refusal == null ? DialogueStage.DATA : refused;
        refusal = refusal == null ? reply : refusal;
    }

    Handover whenRefused() {
        return new Handover.Refused(refusal.reply(), refused);
    }

    /** The result, given the reply to the final dot. */
    static Handover whenTransmitted(ReplyLines reply) {
        return reply.done()
                ? new Handover.Accepted(reply.reply())
                : new Handover.Refused(reply.reply(), DialogueStage.BODY);
    }

    /** The first refusal is the reason; later ones only follow from it (503 after a refused MAIL). */
    ReplyLines refusal() {
        return refusal;
    }

    boolean senderTaken() {
        return senderTaken;
    }

    /** The result if the connection broke before the final dot. */
    Handover whenUntransmitted(BrokenConnection broken) {
        if (refusal != null) {
            return whenRefused();
        }
        // A server may refuse while the mail is still being written, and close (552, 554).
        boolean refusedEarly = broken.cause() == BrokenConnection.Cause.NONSENSE
                && broken.reply() != null
                && !broken.reply().positive();
        return refusedEarly ? new Handover.Refused(broken.reply(), DialogueStage.BODY) : broken.whenBegun();
    }

    /** Whether the mail may wait for another connection. */
    boolean mayTakeAnotherTurn() {
        return pending.mayTakeAnotherTurn();
    }

    /** Returns the mail to the queue for another connection; its MIME is composed again. */
    void giveBack(SmtpConnectionPool lane) {
        body.release();
        lane.giveBack(pending);
    }

    /** Releases it; no caller is waiting for it. */
    void discard() {
        body.release();
    }

    void complete(Handover handover) {
        body.release();
        pending.complete(handover);
    }
}
