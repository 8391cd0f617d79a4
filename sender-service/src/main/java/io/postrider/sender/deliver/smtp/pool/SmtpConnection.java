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
 * been sent ({@code envelopes}), its content has been transmitted ({@code sent}). With PIPELINING, MAIL, RCPT and DATA
 * go out in one group (RFC 2920, 3.1), right after the final dot of the previous mail, so that a mail costs one round
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
    private final EnvelopeDialogue envelopes;

    private final Deque<MailTransaction> prepared = new ArrayDeque<>(MOST_PREPARED);
    private PendingMail preparing;
    private MailTransaction sent;
    private boolean writing;
    private boolean leaving;
    private volatile boolean over;
    private boolean carried;
    private int begun;
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
        this.envelopes = new EnvelopeDialogue(wire, extensions, afterTls, () -> carried, this::accepted, this::refused);
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
        boolean free = envelopes.current() == null && sent == null && prepared.isEmpty();
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
        if (!over && !prepared.isEmpty() && envelopes.current() == null && !writing && !mustWait) {
            envelopes.say(prepared.remove());
        }
        pull();
    }

    private void accepted(MailTransaction mail) {
        sent = mail;
        writing = true;
        transmit();
    }

    private void refused(MailTransaction mail) {
        carried = true;
        goOn();
        mail.complete(mail.whenRefused());
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
                    envelopes.append(prepared.remove(), piece);
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
            wire.quit(BrokenConnection.tlsWanted(reply));
            return;
        }
        MailTransaction done = sent;
        sent = null;
        carried = true;
        // Serve the connection before the waiting callers, whose handling of the answer must not keep it idle.
        goOn();
        done.complete(MailTransaction.whenTransmitted(reply));
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
        MailTransaction addressed = envelopes.current();
        if (addressed != null && sent != null) {
            addressed.giveBack(lane);
        } else if (addressed != null) {
            addressed.untransmitted(broken, carried, lane);
        }
        if (sent != null && (writing || broken.cause() == BrokenConnection.Cause.TLS_WANTED)) {
            sent.untransmitted(broken, carried, lane);
        } else if (sent != null) {
            sent.complete(broken.whenTransmitted());
        }
        boolean barren = !carried && !leaving && broken.serverIsAway();
        lane.gone(this, barren ? broken.unreachable() : null);
    }
}
