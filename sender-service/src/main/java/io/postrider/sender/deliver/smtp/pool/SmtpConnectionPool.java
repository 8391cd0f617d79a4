package io.postrider.sender.deliver.smtp.pool;

import io.postrider.sender.deliver.smtp.dialogue.SmtpSettings;
import io.postrider.sender.model.Handover.Unreachable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The queue of one lane on one route and the connections that serve it. A connection is opened when mails are waiting
 * that no open or opening connection will take, up to the lane's share. While connecting fails, there is one attempt at
 * a time, at most one per {@link SmtpSettings#reconnectPause}. A lock guards the state; no wait and no callback happens
 * under it.
 */
public final class SmtpConnectionPool {
    private final int most;
    private final boolean mayPipelineMails;
    private final SmtpSettings settings;
    private final ConnectionSource source;

    private final Deque<PendingMail> waiting = new ArrayDeque<>();
    private final Deque<SmtpConnection> idle = new ArrayDeque<>();
    private final Set<SmtpConnection> open = new HashSet<>();
    private final Promise<Void> closed = Promise.promise();
    private int connecting;
    private Unreachable fault;
    private long dialNotBefore;
    private boolean cutting;
    private volatile boolean closing;

    /**
     * @param most connections at a time
     * @param mayPipelineMails whether a connection may take a mail while another is in progress; otherwise a mail stays
     *     in the queue until a connection is free, so that it does not depend on the outcome of another mail
     * @param source opens the connections
     */
    public SmtpConnectionPool(int most, boolean mayPipelineMails, SmtpSettings settings, ConnectionSource source) {
        this.most = most;
        this.mayPipelineMails = mayPipelineMails;
        this.settings = settings;
        this.source = source;
    }

    public SmtpSettings settings() {
        return settings;
    }

    public void submit(PendingMail mail) {
        SmtpConnection free = null;
        Unreachable refusal = null;
        boolean mustDial = false;
        synchronized (this) {
            if (closing) {
                refusal = closingFault();
            } else if (fault != null && open.isEmpty() && connecting == 0 && System.nanoTime() - dialNotBefore < 0) {
                refusal = fault;
            } else {
                waiting.add(mail);
                free = idle.pollLast();
                mustDial = free == null && reserveDial();
            }
        }
        if (refusal != null) {
            mail.complete(refusal);
        } else if (free != null) {
            free.wake();
        } else if (mustDial) {
            source.dial(this);
        }
    }

    /** The next mail, or null; then the connection is idle until {@link SmtpConnection#wake}. */
    synchronized PendingMail take(SmtpConnection connection) {
        PendingMail next = waiting.poll();
        if (next == null) {
            idle.add(connection);
        }
        return next;
    }

    /**
     * The next mail for a busy connection, unless connections being opened will take the waiting mails.
     *
     * @param first whether the connection has no other mail; otherwise it gets one only while there are enough for all
     *     connections
     */
    synchronized PendingMail takeAhead(boolean first) {
        int others = first ? connecting : connecting + open.size();
        return mayPipelineMails && waiting.size() > others ? waiting.poll() : null;
    }

    /** Whether the idle connection may close; false if a mail has just been assigned to it. */
    synchronized boolean retire(SmtpConnection connection) {
        return idle.remove(connection);
    }

    void giveBack(PendingMail mail) {
        synchronized (this) {
            if (!closing) {
                waiting.addFirst(mail);
                return;
            }
        }
        mail.complete(closingFault());
    }

    public void opened(SmtpConnection connection) {
        synchronized (this) {
            connecting--;
            open.add(connection);
            fault = null;
        }
        connection.begin();
        serveWaiting();
    }

    public void failed(Unreachable why) {
        synchronized (this) {
            connecting--;
        }
        away(why);
    }

    /** The requested connection was not opened, since no mail is waiting for it any more. */
    public void unneeded() {
        synchronized (this) {
            connecting--;
        }
        serveWaiting();
        closeIfEmpty();
    }

    /** @param why null if the connection served its purpose, otherwise why no mail could be handed to the server */
    void gone(SmtpConnection connection, Unreachable why) {
        synchronized (this) {
            open.remove(connection);
            idle.remove(connection);
        }
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
        List<PendingMail> stranded = List.of();
        synchronized (this) {
            fault = why;
            dialNotBefore = System.nanoTime() + settings.reconnectPause().toNanos();
            if (open.isEmpty() && connecting == 0) {
                stranded = drainWaiting();
            }
        }
        stranded.forEach(mail -> mail.complete(why));
        serveWaiting();
        closeIfEmpty();
    }

    /** Completes when the last connection is closed. */
    public Future<Void> close() {
        List<PendingMail> stranded;
        List<SmtpConnection> free;
        synchronized (this) {
            closing = true;
            stranded = drainWaiting();
            free = List.copyOf(idle);
            idle.clear();
        }
        stranded.forEach(mail -> mail.complete(closingFault()));
        free.forEach(SmtpConnection::wake);
        closeIfEmpty();
        return closed.future();
    }

    /** Whether a connection that has begun this number of mails should close because others are waiting. */
    boolean wanted(int begun) {
        return source.wanted(begun);
    }

    /** Closes one idle connection; false if there is none. */
    public boolean releaseIdle() {
        SmtpConnection longest;
        synchronized (this) {
            longest = idle.pollFirst();
        }
        if (longest != null) {
            longest.leave();
        }
        return longest != null;
    }

    public boolean closing() {
        return closing;
    }

    /** Closes the open connections now, without waiting for those being opened. */
    public void cut() {
        List<SmtpConnection> left;
        synchronized (this) {
            cutting = true;
            left = List.copyOf(open);
        }
        left.forEach(SmtpConnection::cut);
        closeIfEmpty();
    }

    public synchronized int waiting() {
        return waiting.size();
    }

    public synchronized int connections() {
        return open.size();
    }

    public synchronized int connecting() {
        return connecting;
    }

    public synchronized String fault() {
        return fault == null ? null : fault.why();
    }

    private void serveWaiting() {
        while (true) {
            SmtpConnection free;
            synchronized (this) {
                free = waiting.isEmpty() ? null : idle.pollLast();
                if (free == null && !reserveDial()) {
                    return;
                }
            }
            if (free != null) {
                free.wake();
            } else {
                source.dial(this);
            }
        }
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

    /** Under the lock. */
    private List<PendingMail> drainWaiting() {
        List<PendingMail> all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }

    private synchronized boolean empty() {
        return closing && open.isEmpty() && (connecting == 0 || cutting);
    }

    private void closeIfEmpty() {
        if (empty()) {
            closed.tryComplete();
        }
    }

    public static Unreachable closingFault() {
        return new Unreachable("the route is closing", null);
    }
}
