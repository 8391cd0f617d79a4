package io.postrider.sender.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A resource that mails share while they are composed or sent: bytes of memory, or connections. First come, first
 * served: batches share it as they share connections, and small mails cannot overtake a large one indefinitely. A
 * waiting mail takes none of it. A lock guards its state; no callback runs under it.
 */
public final class Budget {
    private record Waiting(long amount, Runnable granted) {}

    private final long total;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long held;

    /** @param total a mail that needs more gets all of it, so that every mail can be sent */
    public Budget(long total) {
        this.total = total;
    }

    /** @param granted called once when the amount is reserved: now, or by a thread that releases another */
    public void reserve(long amount, Runnable granted) {
        synchronized (this) {
            if (!waiting.isEmpty() || !fits(amount)) {
                waiting.add(new Waiting(amount, granted));
                return;
            }
            held += amount;
        }
        granted.run();
    }

    public void release(long amount) {
        List<Runnable> next = new ArrayList<>();
        synchronized (this) {
            held -= amount;
            while (!waiting.isEmpty() && fits(waiting.peek().amount)) {
                Waiting first = waiting.poll();
                held += first.amount;
                next.add(first.granted);
            }
        }
        next.forEach(Runnable::run);
    }

    /** Under the lock. */
    private boolean fits(long amount) {
        return held == 0 || held + amount <= total;
    }

    public synchronized long held() {
        return held;
    }

    public synchronized int waiting() {
        return waiting.size();
    }
}
