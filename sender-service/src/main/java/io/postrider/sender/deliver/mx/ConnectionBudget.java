package io.postrider.sender.deliver.mx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Divides the connections of a route, within a total and a maximum for each site. Callers queue when no connection is free,
 * transactional mail in a queue that is served first, and are called back when one is granted. No callback runs under the lock.
 */
final class ConnectionBudget {
    /**
     * Mails that a connection carries before it is closed to make room for others, so that opening it was worthwhile.
     */
    static final int TURN = 20;

    private final int most;
    private final Deque<Claim> urgent = new ArrayDeque<>();
    private final Deque<Claim> others = new ArrayDeque<>();
    private int used;
    private volatile int waiting;

    /** @param most maximum connections in total */
    ConnectionBudget(int most) {
        this.most = most;
    }

    /** The share of one site, or of one destination that belongs to no site. */
    static final class Share {
        private final IntSupplier most;
        private int used;
        private int waiting;

        /** @param most maximum connections, at least 1; evaluated for each claim */
        Share(IntSupplier most) {
            this.most = most;
        }
    }

    /** A claimant of connections: one lane of one destination. */
    static final class Claimant {
        private final Share share;
        private final boolean first;
        private final Runnable granted;
        private final Runnable expired;
        private int waiting;

        /**
         * @param first whether it has precedence over claimants for which this is false
         * @param granted called for each connection granted after a wait
         * @param expired called for each claim that expired
         */
        Claimant(Share share, boolean first, Runnable granted, Runnable expired) {
            this.share = share;
            this.first = first;
            this.granted = granted;
            this.expired = expired;
        }
    }

    private record Claim(Claimant claimant, long since) {}

    /** Whether it may open a connection now; if not, it is called back when one is granted. */
    boolean claim(Claimant claimant) {
        synchronized (this) {
            if (fits(claimant)) {
                take(claimant);
                return true;
            }
            (claimant.first ? urgent : others).add(new Claim(claimant, System.nanoTime()));
            count(claimant, 1);
            return false;
        }
    }

    /** A granted connection has been closed, or is not needed. */
    void release(Claimant claimant) {
        synchronized (this) {
            used--;
            claimant.share.used--;
        }
        grant();
    }

    /** Grants all connections that are free, after a release or a possible change of a limit. */
    void grant() {
        List<Claimant> granted = new ArrayList<>();
        synchronized (this) {
            grantFrom(urgent, granted);
            grantFrom(others, granted);
        }
        granted.forEach(claimant -> claimant.granted.run());
    }

    /**
     * Whether one of its connections should make room for others. Cheap while no claim is waiting.
     *
     * @param begun mails of the connection
     */
    boolean wanted(Claimant claimant, int begun) {
        if (waiting == 0) {
            return false;
        }
        synchronized (this) {
            boolean here = claimant.share.waiting > claimant.waiting;
            boolean anywhere = used >= most && waiting > claimant.waiting;
            boolean nobodyIsUrgent = urgent.isEmpty() || claimant.first;
            return (here || anywhere) && (begun >= TURN || !nobodyIsUrgent);
        }
    }

    /** Whether all connections are in use. */
    synchronized boolean full() {
        return used >= most;
    }

    synchronized int used() {
        return used;
    }

    /** Withdraws its claims and returns their number. */
    int withdraw(Claimant claimant) {
        return remove(claim -> claim.claimant == claimant).size();
    }

    /** Removes claims that have waited longer than this, and notifies their owners. */
    void expire(long nanos) {
        long now = System.nanoTime();
        remove(claim -> now - claim.since > nanos).forEach(claimant -> claimant.expired.run());
    }

    private synchronized List<Claimant> remove(Predicate<Claim> which) {
        List<Claim> gone =
                Stream.of(urgent, others).flatMap(Deque::stream).filter(which).toList();
        urgent.removeIf(which);
        others.removeIf(which);
        gone.forEach(claim -> count(claim.claimant, -1));
        return gone.stream().map(Claim::claimant).toList();
    }

    /** Under the lock. */
    private void grantFrom(Deque<Claim> line, List<Claimant> granted) {
        Iterator<Claim> claims = line.iterator();
        while (used < most && claims.hasNext()) {
            Claimant claimant = claims.next().claimant;
            if (fits(claimant)) {
                claims.remove();
                count(claimant, -1);
                take(claimant);
                granted.add(claimant);
            }
        }
    }

    /** Under the lock. */
    private boolean fits(Claimant claimant) {
        return used < most && claimant.share.used < claimant.share.most.getAsInt();
    }

    /** Under the lock. */
    private void take(Claimant claimant) {
        used++;
        claimant.share.used++;
    }

    /** Under the lock. */
    private void count(Claimant claimant, int change) {
        claimant.waiting += change;
        claimant.share.waiting += change;
        waiting += change;
    }
}
