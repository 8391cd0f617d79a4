package io.postrider.sender.deliver.smtp.pool;

import io.postrider.sender.deliver.smtp.dialogue.BrokenConnection;
import io.postrider.sender.deliver.smtp.dialogue.DialogueStep;
import io.postrider.sender.deliver.smtp.dialogue.ServerExtensions;
import io.postrider.sender.deliver.smtp.dialogue.SmtpWire;
import io.postrider.sender.deliver.transport.ReplyLines;
import io.vertx.core.buffer.Buffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Sends the envelopes of the mails on a connection, one at a time: RSET if a transaction is open, MAIL, RCPT, DATA (RFC
 * 5321, 3.3). With PIPELINING they go out in one group (RFC 2920, 3.1). Runs on the connection's event loop.
 */
final class EnvelopeDialogue {
    private static final int WORDS = 256;

    private final SmtpWire wire;
    private final ServerExtensions extensions;
    private final boolean afterTls;
    private final BooleanSupplier carried;
    private final Consumer<MailTransaction> accepted;
    private final Consumer<MailTransaction> refused;
    private MailTransaction current;
    private boolean transactionOpen;

    /**
     * @param afterTls whether the session is in plain text because TLS failed
     * @param carried whether the session has carried mails before
     * @param accepted called when the server waits for the mail itself
     * @param refused called when the server refuses the mail, and the next envelope may be sent
     */
    EnvelopeDialogue(
            SmtpWire wire,
            ServerExtensions extensions,
            boolean afterTls,
            BooleanSupplier carried,
            Consumer<MailTransaction> accepted,
            Consumer<MailTransaction> refused) {
        this.wire = wire;
        this.extensions = extensions;
        this.afterTls = afterTls;
        this.carried = carried;
        this.accepted = accepted;
        this.refused = refused;
    }

    /** The mail whose envelope is being sent, or null. */
    MailTransaction current() {
        return current;
    }

    void say(MailTransaction mail) {
        Buffer words = Buffer.buffer(WORDS);
        append(mail, words);
        wire.write(words);
    }

    /** Appends the envelope to what is about to be written; without PIPELINING only its first command. */
    void append(MailTransaction mail, Buffer words) {
        current = mail;
        DialogueStep first = transactionOpen ? DialogueStep.RSET : DialogueStep.MAIL;
        transactionOpen = false;
        append(first, words);
        for (DialogueStep stage = first; extensions.pipelining() && stage != DialogueStep.DATA; ) {
            stage = stage.next();
            append(stage, words);
        }
    }

    private void append(DialogueStep stage, Buffer words) {
        words.appendString(current.command(stage, extensions)).appendString("\r\n");
        wire.await(stage, reply -> heard(stage, reply));
    }

    private void heard(DialogueStep stage, ReplyLines reply) {
        boolean expected = stage == DialogueStep.DATA ? reply.code() == 354 : reply.done();
        if (!expected && reply.refused() && usedUp(stage, reply)) {
            wire.quit(BrokenConnection.usedUp(
                    "the session accepts no further mail: %s at %s".formatted(reply.code(), stage)));
        } else if (!expected && afterTls && reply.asksForTls()) {
            wire.quit(BrokenConnection.tlsWanted(reply));
        } else if (!expected && (!reply.refused() || stage == DialogueStep.RSET)) {
            wire.breakUp(BrokenConnection.nonsense("unexpected answer to %s: %d".formatted(stage, reply.code())));
        } else if (stage == DialogueStep.DATA) {
            heardData(reply);
        } else if (stage != DialogueStep.RSET && !current.note(stage, reply) && !extensions.pipelining()) {
            refuse();
        } else if (!extensions.pipelining()) {
            Buffer words = Buffer.buffer(WORDS);
            append(stage.next(), words);
            wire.write(words);
        }
    }

    /**
     * Whether a session that has carried mails has reached its end, so that the refusal does not concern this mail:
     * RSET is refused, MAIL is temporarily refused, or a later command is refused with a code that servers use for
     * session limits.
     */
    private boolean usedUp(DialogueStep stage, ReplyLines reply) {
        if (stage == DialogueStep.RSET) {
            return true;
        }
        boolean first = current.refusal() == null && carried.getAsBoolean();
        return first && reply.code() < 500 && (stage == DialogueStep.MAIL || reply.limitsTheSession());
    }

    private void heardData(ReplyLines reply) {
        if (reply.refused()) {
            current.refuse(reply);
            refuse();
        } else if (current.refusal() == null) {
            MailTransaction mail = current;
            current = null;
            accepted.accept(mail);
        } else if (current.senderTaken()) {
            // The server expects content although it accepted no recipient: send an empty mail (RFC 2920, 3.1).
            wire.command(".", DialogueStep.END_OF_DATA, ignored -> refuse());
        } else {
            wire.breakUp(BrokenConnection.nonsense("the server accepted DATA after it refused MAIL"));
        }
    }

    private void refuse() {
        MailTransaction mail = current;
        current = null;
        transactionOpen = mail.senderTaken();
        refused.accept(mail);
    }
}
