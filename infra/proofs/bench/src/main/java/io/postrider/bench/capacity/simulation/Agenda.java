package io.postrider.bench.capacity.simulation;

import java.util.PriorityQueue;

/**
 * Virtual time, in seconds, and what is to happen in it. What is due at the same time happens in the order in
 * which it was added.
 */
final class Agenda {
    private record Event(double at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private double now;
    private long added;

    double now() {
        return now;
    }

    /** @param time not in the past */
    void at(double time, Runnable action) {
        if (time < now) {
            throw new IllegalArgumentException("%s s is past, it is %s s".formatted(time, now));
        }
        events.add(new Event(time, added++, action));
    }

    void in(double seconds, Runnable action) {
        at(now + seconds, action);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** Goes on until nothing is left to happen. */
    void run() {
        for (Event next = events.poll(); next != null; next = events.poll()) {
            now = next.at;
            next.action.run();
        }
    }
}
