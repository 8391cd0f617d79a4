package io.postrider.sender.deliver.smtp.pool;

import io.postrider.sender.model.Handover.Unreachable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The waiting mails and the connections of a pool, guarded by one lock. It decides what to do; the pool does it outside
 * the lock. No wait and no callback happens under the lock.
 */
final class PoolState {
    /**
     * What a waiting mail needs.
     *
     * @param wake the idle connection that takes it, or null
     * @param dial whether a connection must be opened for it; it is counted as connecting
     * @param refusal why the mail may not wait, or null
     */
    record Step(SmtpConnection wake, boolean dial, Unreachable refusal) {
        /** Connections that are open or being opened will take it. */
        static final Step NONE = new Step(null, false, null);

        static final Step DIAL = new Step(null, true, null);
    }

    /** What is left when the pool begins to close. */
    record Left(List<PendingMail> mails, List<SmtpConnection> idle) {}

    private final int most;
    private final boolean mayPipelineMails;
    private final long reconnectPause;

    private final Deque<PendingMail> waiting = new ArrayDeque<>();
    private final Deque<SmtpConnection> idle = new ArrayDeque<>();
    private final Set<SmtpConnection> open = new HashSet<>();
    private int connecting;
    private Unreachable fault;
    private long dialNotBefore;
    private boolean cutting;
    private volatile boolean closing;

    /** Parameters as those of {@link SmtpConnectionPool}. */
    PoolState(int most, boolean mayPipelineMails, Duration reconnectPause) {
        this.most = most;
        this.mayPipelineMails = mayPipelineMails;
        this.reconnectPause = reconnectPause.toNanos();
    }

    /** A new mail waits, unless it is refused. */
    synchronized Step enter(PendingMail mail) {
        if (closing) {
            return new Step(null, false, SmtpConnectionPool.closingFault());
        }
        if (fault != null && open.isEmpty() && connecting == 0 && System.nanoTime() - dialNotBefore < 0) {
            return new Step(null, false, fault);
        }
        waiting.add(mail);
        return serve();
    }

    /** What the mails that wait need next. */
    synchronized Step next() {
        return waiting.isEmpty() ? Step.NONE : serve();
    }

    /** Under the lock. */
    private Step serve() {
        SmtpConnection free = idle.pollLast();
        if (free != null) {
            return new Step(free, false, null);
        }
        return reserveDial() ? Step.DIAL : Step.NONE;
    }

    /** Under the lock. */
    private boolean reserveDial() {
        boolean needed = !closing && waiting.size() > connecting && open.size() + connecting < most;
        boolean lastHope = open.isEmpty() && connecting == 0;
        boolean pauseIsOver = connecting == 0 && System.nanoTime() - dialNotBefore >= 0;
        if (needed && (fault == null || pauseIsOver || lastHope)) {
            connecting++;
            return true;
        }
        return false;
    }

    /** The next mail, or null: then the connection is idle. */
    synchronized PendingMail take(SmtpConnection connection) {
        PendingMail next = waiting.poll();
        if (next == null) {
            idle.add(connection);
        }
        return next;
    }

    /** See {@link SmtpConnectionPool#takeAhead}. */
    synchronized PendingMail takeAhead(boolean first) {
        int others = first ? connecting : connecting + open.size();
        return mayPipelineMails && waiting.size() > others ? waiting.poll() : null;
    }

    /** Whether the idle connection may close; false if a mail has just been assigned to it. */
    synchronized boolean retire(SmtpConnection connection) {
        return idle.remove(connection);
    }

    /** Removes the connection that has been idle longest, for the caller to close; null if there is none. */
    synchronized SmtpConnection retireOne() {
        return idle.pollFirst();
    }

    /** The mail waits before all others; false if the pool is closing. */
    synchronized boolean giveBack(PendingMail mail) {
        if (!closing) {
            waiting.addFirst(mail);
        }
        return !closing;
    }

    synchronized void opened(SmtpConnection connection) {
        connecting--;
        open.add(connection);
        fault = null;
    }

    /** A requested connection was not opened. */
    synchronized void notOpened() {
        connecting--;
    }

    synchronized void gone(SmtpConnection connection) {
        open.remove(connection);
        idle.remove(connection);
    }

    /** The server cannot be reached now. Returns the mails that no connection is left to serve. */
    synchronized List<PendingMail> away(Unreachable why) {
        fault = why;
        dialNotBefore = System.nanoTime() + reconnectPause;
        return open.isEmpty() && connecting == 0 ? drainWaiting() : List.of();
    }

    synchronized Left close() {
        closing = true;
        Left left = new Left(drainWaiting(), List.copyOf(idle));
        idle.clear();
        return left;
    }

    /** Under the lock. */
    private List<PendingMail> drainWaiting() {
        List<PendingMail> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    /** Stops waiting for connections that are being opened. Returns the open ones. */
    synchronized List<SmtpConnection> cut() {
        cutting = true;
        return List.copyOf(open);
    }

    boolean closing() {
        return closing;
    }

    /** Whether the pool is closed: no connection is left. */
    synchronized boolean closed() {
        return closing && open.isEmpty() && (connecting == 0 || cutting);
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized int connections() {
        return open.size();
    }

    synchronized int connecting() {
        return connecting;
    }

    synchronized Unreachable fault() {
        return fault;
    }
}
