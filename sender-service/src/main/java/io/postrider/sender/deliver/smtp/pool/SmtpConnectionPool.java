package io.postrider.sender.deliver.smtp.pool;

import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.model.Handover.Unreachable;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * The queue of one lane on one route and the connections that serve it. A connection is opened when mails are waiting
 * that no open or opening connection will take, up to the lane's share. While connecting fails, there is one attempt at
 * a time, at most one per {@link SmtpSettings#reconnectPause}. {@link PoolState} decides this. Thread-safe.
 */
public final class SmtpConnectionPool {
    private final SmtpSettings settings;
    private final ConnectionSource source;
    private final PoolState state;
    private final Promise<Void> closed = Promise.promise();

    /**
     * @param most connections at a time
     * @param mayPipelineMails whether a connection may take a mail while another is in progress; otherwise a mail stays
     *     in the queue until a connection is free, so that it does not depend on the outcome of another mail
     * @param source opens the connections
     */
    public SmtpConnectionPool(int most, boolean mayPipelineMails, SmtpSettings settings, ConnectionSource source) {
        this.settings = settings;
        this.source = source;
        this.state = new PoolState(most, mayPipelineMails, settings.reconnectPause());
    }

    public SmtpSettings settings() {
        return settings;
    }

    public void submit(PendingMail mail) {
        PoolState.Step step = state.enter(mail);
        if (step.refusal() != null) {
            mail.complete(step.refusal());
        } else {
            carryOut(step);
        }
    }

    private void serveWaiting() {
        for (PoolState.Step step = state.next(); step != PoolState.Step.NONE; step = state.next()) {
            carryOut(step);
        }
    }

    private void carryOut(PoolState.Step step) {
        if (step.wake() != null) {
            step.wake().wake();
        } else if (step.dial()) {
            source.dial(this);
        }
    }

    /** The next mail, or null; then the connection is idle until {@link SmtpConnection#wake}. */
    PendingMail take(SmtpConnection connection) {
        return state.take(connection);
    }

    /**
     * The next mail for a busy connection, unless connections being opened will take the waiting mails.
     *
     * @param first whether the connection has no other mail; otherwise it gets one only while there are enough for all
     *     connections
     */
    PendingMail takeAhead(boolean first) {
        return state.takeAhead(first);
    }

    /** Whether the idle connection may close; false if a mail has just been assigned to it. */
    boolean retire(SmtpConnection connection) {
        return state.retire(connection);
    }

    void giveBack(PendingMail mail) {
        if (!state.giveBack(mail)) {
            mail.complete(closingFault());
        }
    }

    public void opened(SmtpConnection connection) {
        state.opened(connection);
        connection.begin();
        serveWaiting();
    }

    public void failed(Unreachable why) {
        state.notOpened();
        away(why);
    }

    /** The requested connection was not opened, since no mail is waiting for it any more. */
    public void unneeded() {
        state.notOpened();
        serveWaiting();
        closeIfEmpty();
    }

    /** @param why null if the connection served its purpose, otherwise why no mail could be handed to the server */
    void gone(SmtpConnection connection, Unreachable why) {
        state.gone(connection);
        source.ended();
        if (why != null) {
            away(why);
        } else {
            serveWaiting();
            closeIfEmpty();
        }
    }

    /** Answers the waiting mails if no connection is left to serve them. */
    private void away(Unreachable why) {
        state.away(why).forEach(mail -> mail.complete(why));
        serveWaiting();
        closeIfEmpty();
    }

    /** Completes when the last connection is closed. */
    public Future<Void> close() {
        PoolState.Left left = state.close();
        left.mails().forEach(mail -> mail.complete(closingFault()));
        left.idle().forEach(SmtpConnection::wake);
        closeIfEmpty();
        return closed.future();
    }

    /** Whether a connection that has begun this number of mails should close because others are waiting. */
    boolean wanted(int begun) {
        return source.wanted(begun);
    }

    /** Closes one idle connection; false if there is none. */
    public boolean releaseIdle() {
        SmtpConnection longest = state.retireOne();
        if (longest != null) {
            longest.leave();
        }
        return longest != null;
    }

    public boolean closing() {
        return state.closing();
    }

    /** Closes the open connections now, without waiting for those being opened. */
    public void cut() {
        state.cut().forEach(SmtpConnection::cut);
        closeIfEmpty();
    }

    public int waiting() {
        return state.waiting();
    }

    public int connections() {
        return state.connections();
    }

    public int connecting() {
        return state.connecting();
    }

    /** Why no connection can be had, or null. */
    public String fault() {
        Unreachable why = state.fault();
        return why == null ? null : why.why();
    }

    private void closeIfEmpty() {
        if (state.closed()) {
            closed.tryComplete();
        }
    }

    public static Unreachable closingFault() {
        return new Unreachable("the route is closing", null);
    }
}
