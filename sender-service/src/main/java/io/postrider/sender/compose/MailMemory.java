package io.postrider.sender.compose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The memory that the mails of one lane may take while they are composed and sent, in bytes. Who asks first is served first:
 * batches share it as they share the connections, and a large mail is not passed by small ones without end. Waiting takes no
 * memory. Its state is under its lock, under which nobody is called.
 */
final class MailMemory {
    private record Waiting(long bytes, Runnable granted) {}

    private final long total;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long held;

    /** @param total bytes; a mail that needs more has it alone, so that there is none that cannot be sent */
    MailMemory(long total) {
        this.total = total;
    }

    /** @param granted called once when the bytes are reserved: now, or by a thread that releases others */
    void reserve(long bytes, Runnable granted) {
        synchronized (this) {
            if (!waiting.isEmpty() || !fits(bytes)) {
                waiting.add(new Waiting(bytes, granted));
                return;
            }
            held += bytes;
        }
        granted.run();
    }

    void release(long bytes) {
        List<Runnable> next = new ArrayList<>();
        synchronized (this) {
            held -= bytes;
            while (!waiting.isEmpty() && fits(waiting.peek().bytes)) {
                Waiting first = waiting.poll();
                held += first.bytes;
                next.add(first.granted);
            }
        }
        next.forEach(Runnable::run);
    }

    /** Under the lock. */
    private boolean fits(long bytes) {
        return held == 0 || held + bytes <= total;
    }

    synchronized long held() {
        return held;
    }

    synchronized int waiting() {
        return waiting.size();
    }
}
