package io.postrider.sender.deliver.smtp.pool;

import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.model.Handover.Unreachable;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * The queue of one lane on one route and the connections that serve it. A connection is opened when mails wait that no
 * open or opening one will take, up to the lane's share; while none can be had, one at a time tries, at most once in
 * {@link SmtpSettings#reconnectPause}. {@link PoolState} decides that. For any thread.
 */
public final class SmtpConnectionPool {
    private final SmtpSettings settings;
    private final ConnectionSource source;
    private final PoolState state;
    private final Promise<Void> closed = Promise.promise();

    /**
     * @param most connections at a time
     * @param mayPipelineMails whether a connection may take a mail while it carries another; a mail that must not
     *     wait for another one's fate stays in the queue for the connection that is free first
     * @param source where the connections come from
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

    /** The next mail, or null: then the connection is idle until {@link SmtpConnection#wake}. */
    PendingMail take(SmtpConnection connection) {
        return state.take(connection);
    }

    /**
     * The next mail for a busy connection, unless connections are being opened that will take those that wait.
     *
     * @param first whether it has none to go on with; else it gets one only while there are enough for all connections
     */
    PendingMail takeAhead(boolean first) {
        return state.takeAhead(first);
    }

    /** Whether the idle connection may end; false if a mail has just been promised to it. */
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

    /** The connection that was asked for is not there, since nobody waits for it any more. */
    public void unneeded() {
        state.notOpened();
        serveWaiting();
        closeIfEmpty();
    }

    /** @param why null if the connection served its purpose, else why no mail could be brought to the server */
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

    /** Answers the waiting mails, if no connection is left to serve them. */
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

    /** Whether a connection that has begun this number of mails should close, since others wait for its place. */
    boolean wanted(int begun) {
        return source.wanted(begun);
    }

    /** Ends one idle connection; false if there is none. */
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

    /** Ends the open connections now; those that are being opened are not waited for. */
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
        return new Unreachable("the route is being closed", null);
    }
}
