package io.postrider.sender.deliver.smtp.pool;

import io.postrider.sender.deliver.smtp.dialogue.BrokenConnection;
import io.postrider.sender.deliver.smtp.dialogue.DialogueStep;
import io.postrider.sender.deliver.smtp.dialogue.ServerExtensions;
import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.deliver.smtp.dialogue.SmtpWire;
import io.postrider.sender.deliver.transport.ReplyLines;
import io.postrider.sender.model.Handover;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sends mails over one connection that is ready for them. A mail passes through four states: it is being composed
 * ({@code preparing}, on a worker thread, once memory is reserved), it is composed ({@code prepared}), its envelope has
 * been sent ({@code ahead}), its content has been transmitted ({@code sent}). With PIPELINING, MAIL, RCPT and DATA go
 * out in one group (RFC 2920, 3.1), right after the final dot of the previous mail, so that a mail costs one round
 * trip. All methods except {@link #wake} and {@link #cut} run on the connection's event loop.
 */
public final class SmtpConnection {
    /**
     * One prepared mail keeps the connection busy if composing is faster than the server's reply; otherwise a second
     * one is needed.
     */
    private static final int MOST_PREPARED = 2;

    private final Context context;
    private final SmtpWire wire;
    private final ServerExtensions extensions;
    private final boolean afterTls;
    private final SmtpConnectionPool lane;
    private final SmtpSettings settings;

    private final Deque<MailTransaction> prepared = new ArrayDeque<>(MOST_PREPARED);
    private PendingMail preparing;
    private MailTransaction ahead;
    private MailTransaction sent;
    private boolean writing;
    private boolean transactionOpen;
    private boolean leaving;
    private volatile boolean over;
    private int begun;
    private int answered;
    private long idleTimer = -1;

    /**
     * @param afterTls whether it is in plain text because TLS failed: if the server then requires TLS, a new connection
     * is tried once
     */
    public SmtpConnection(
            Context context,
            SmtpWire wire,
            ServerExtensions extensions,
            boolean afterTls,
            SmtpConnectionPool lane,
            SmtpSettings settings) {
        this.context = context;
        this.wire = wire;
        this.extensions = extensions;
        this.afterTls = afterTls;
        this.lane = lane;
        this.settings = settings;
    }

    void begin() {
        wire.onBroken(this::broken);
        pull();
    }

    /** Called when there may be a mail for it, or when it may have to close. */
    void wake() {
        context.runOnContext(woken -> {
            context.owner().cancelTimer(idleTimer);
            pull();
        });
    }

    /** Closes it; it was idle and has been removed from the idle ones. */
    void leave() {
        context.runOnContext(now -> {
            context.owner().cancelTimer(idleTimer);
            if (!over && !leaving) {
                quit();
            }
        });
    }

    /** Closes it immediately, whatever is in progress. */
    void cut() {
        context.runOnContext(now -> wire.breakUp(new BrokenConnection(
                BrokenConnection.Cause.CUT, "the connection was cut when the route closed", null)));
    }

    /** Takes the next mail if one more may be in progress. */
    private void pull() {
        if (over || leaving || preparing != null || prepared.size() >= MOST_PREPARED) {
            return;
        }
        boolean free = ahead == null && sent == null && prepared.isEmpty();
        if (begun >= Math.min(settings.mailsPerConnection(), extensions.mostMails())
                || lane.closing()
                || lane.wanted(begun)) {
            if (free) {
                quit();
            }
            return;
        }
        PendingMail next = free ? lane.take(this) : lane.takeAhead(prepared.isEmpty());
        if (next != null) {
            prepare(next);
        } else if (free && lane.wanted(Integer.MAX_VALUE) && lane.retire(this)) {
            quit();
        } else if (free) {
            idleTimer = context.owner().setTimer(settings.idle().toMillis(), idled -> {
                if (lane.retire(this)) {
                    quit();
                }
            });
        }
    }

    private void prepare(PendingMail next) {
        preparing = next;
        begun++;
        MailTransaction.prepare(next, context, () -> !over, (made, failure) -> made(next, made, failure));
    }

    private void made(PendingMail next, MailTransaction made, Throwable failure) {
        if (over) {
            // The mail has gone back to the queue.
            if (made != null) {
                made.discard();
            }
            return;
        }
        preparing = null;
        Handover objection = made == null ? null : made.objection(extensions);
        if (made != null && objection == null) {
            prepared.add(made);
        }
        goOn();
        if (made == null) {
            next.fail(failure);
        } else if (objection != null) {
            made.complete(objection);
        }
    }

    private void goOn() {
        boolean mustWait = sent != null && !extensions.pipelining();
        if (!over && !prepared.isEmpty() && ahead == null && !writing && !mustWait) {
            Buffer words = Buffer.buffer(256);
            appendEnvelope(words);
            wire.write(words);
        }
        pull();
    }

    private void appendEnvelope(Buffer words) {
        ahead = prepared.remove();
        DialogueStep first = transactionOpen ? DialogueStep.RSET : DialogueStep.MAIL;
        transactionOpen = false;
        append(first, words);
        for (DialogueStep stage = first; extensions.pipelining() && stage != DialogueStep.DATA; ) {
            stage = stage.next();
            append(stage, words);
        }
    }

    private void append(DialogueStep stage, Buffer words) {
        words.appendString(ahead.command(stage, extensions)).appendString("\r\n");
        wire.await(stage, reply -> heard(stage, reply));
    }

    private void heard(DialogueStep stage, ReplyLines reply) {
        boolean expected = stage == DialogueStep.DATA ? reply.code() == 354 : reply.done();
        if (!expected && reply.refused() && usedUp(stage, reply)) {
            end(BrokenConnection.usedUp(
                    "the session accepts no further mail: %s at %s".formatted(reply.code(), stage)));
        } else if (!expected && afterTls && reply.asksForTls()) {
            end(BrokenConnection.tlsWanted(reply));
        } else if (!expected && (!reply.refused() || stage == DialogueStep.RSET)) {
            wire.breakUp(BrokenConnection.nonsense("unexpected answer to %s: %d".formatted(stage, reply.code())));
        } else if (stage == DialogueStep.DATA) {
            heardData(reply);
        } else if (stage != DialogueStep.RSET && !ahead.note(stage, reply) && !extensions.pipelining()) {
            refused();
        } else if (!extensions.pipelining()) {
            Buffer words = Buffer.buffer(256);
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
        boolean first = ahead.refusal() == null && answered > 0;
        return first && reply.code() < 500 && (stage == DialogueStep.MAIL || reply.limitsTheSession());
    }

    private void heardData(ReplyLines reply) {
        if (reply.refused()) {
            ahead.refuse(reply);
            refused();
        } else if (ahead.refusal() == null) {
            sent = ahead;
            ahead = null;
            writing = true;
            transmit();
        } else if (ahead.senderTaken()) {
            // The server expects content although it accepted no recipient: send an empty mail (RFC 2920, 3.1).
            wire.command(".", DialogueStep.END_OF_DATA, ignored -> refused());
        } else {
            wire.breakUp(BrokenConnection.nonsense("the server accepted DATA after it refused MAIL"));
        }
    }

    private void refused() {
        MailTransaction done = ahead;
        ahead = null;
        transactionOpen = done.senderTaken();
        answered++;
        goOn();
        done.complete(done.whenRefused());
    }

    /** Writes as much as the connection accepts, and the next envelope together with the final dot. */
    private void transmit() {
        while (!over) {
            if (wire.full()) {
                wire.within(DialogueStep.BODY);
                wire.whenDrained(this::transmit);
                return;
            }
            Buffer piece = sent.body().next();
            if (sent.body().whole()) {
                writing = false;
                wire.await(DialogueStep.END_OF_DATA, this::transmitted);
                if (!prepared.isEmpty() && extensions.pipelining()) {
                    appendEnvelope(piece);
                }
                wire.write(piece);
                pull();
                return;
            }
            wire.write(piece);
        }
    }

    private void transmitted(ReplyLines reply) {
        if (!reply.done() && !reply.refused()) {
            wire.breakUp(BrokenConnection.nonsense("unexpected reply to the mail: " + reply.code()));
            return;
        } else if (afterTls && reply.asksForTls()) {
            end(BrokenConnection.tlsWanted(reply));
            return;
        }
        MailTransaction done = sent;
        sent = null;
        answered++;
        // Serve the connection before the waiting callers, whose handling of the answer must not keep it idle.
        goOn();
        done.complete(MailTransaction.whenTransmitted(reply));
    }

    private void end(BrokenConnection why) {
        wire.write(Buffer.buffer("QUIT\r\n"));
        wire.breakUp(why);
    }

    private void quit() {
        leaving = true;
        wire.command("QUIT", DialogueStep.QUIT, farewell -> {
            over = true;
            wire.close();
            lane.gone(this, null);
        });
    }

    /** Returns the mails in reverse order, so that they keep their order in the queue. */
    private void broken(BrokenConnection broken) {
        over = true;
        context.owner().cancelTimer(idleTimer);
        if (preparing != null) {
            lane.giveBack(preparing);
        }
        while (!prepared.isEmpty()) {
            prepared.removeLast().giveBack(lane);
        }
        if (ahead != null && sent != null) {
            ahead.giveBack(lane);
        } else if (ahead != null) {
            untransmitted(ahead, broken);
        }
        if (sent != null && (writing || broken.cause() == BrokenConnection.Cause.TLS_WANTED)) {
            untransmitted(sent, broken);
        } else if (sent != null) {
            sent.complete(broken.whenTransmitted());
        }
        boolean barren = answered == 0 && !leaving && broken.serverIsAway();
        lane.gone(this, barren ? broken.unreachable() : null);
    }

    /**
     * If the connection has carried mails before, the server may have closed it because of its age; the mail then waits
     * for another one. If a new connection breaks, the route has failed. Only earlier mails can have used up a session,
     * even if the server reports it with 421, so moving to a new session does not count as a retry.
     */
    private void untransmitted(MailTransaction exchange, BrokenConnection broken) {
        boolean ended =
                broken.cause() == BrokenConnection.Cause.TURNED_AWAY && answered > 0 && exchange.refusal() == null;
        boolean usedUp = ended || broken.cause() == BrokenConnection.Cause.USED_UP;
        boolean mayFareBetter =
                answered > 0 && broken.closedByServer() || broken.cause() == BrokenConnection.Cause.TLS_WANTED;
        boolean anotherTurn = mayFareBetter && exchange.refusal() == null;
        if (usedUp || anotherTurn && exchange.mayTakeAnotherTurn()) {
            exchange.giveBack(lane);
        } else {
            exchange.complete(exchange.whenUntransmitted(broken));
        }
    }
}
