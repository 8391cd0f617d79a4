package io.postrider.pg;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Elements of several clients, which take turns by weight, as in start-time fair queuing (Goyal, Vin and Cheng, 1996):
 * a client with few elements does not wait for everything that another client has queued. Elements of one client keep
 * their order. Guarded by its owner's lock.
 */
final class FairQueue<E> {
    private static final Comparator<Line<?>> TURNS =
            Comparator.<Line<?>>comparingLong(line -> line.turn).thenComparingLong(line -> line.number);

    private record Weighted<E>(E element, int weight) {}

    private static final class Line<E> {
        private final String client;
        private final Deque<Weighted<E>> elements = new ArrayDeque<>();
        private int weight;
        private long turn;
        private long number;

        private Line(String client, long turn, long number) {
            this.client = client;
            this.turn = turn;
            this.number = number;
        }
    }

    private final Map<String, Line<E>> lines = new HashMap<>();
    private final PriorityQueue<Line<E>> turns = new PriorityQueue<>(TURNS);
    private int weight;
    private long turn;
    private long numbers;

    void add(String client, E element, int elementWeight) {
        Line<E> line = lines.get(client);
        if (line == null) {
            line = new Line<>(client, turn, numbers++);
            lines.put(client, line);
            turns.add(line);
        }
        line.elements.add(new Weighted<>(element, elementWeight));
        line.weight += elementWeight;
        weight += elementWeight;
    }

    boolean isEmpty() {
        return turns.isEmpty();
    }

    /** The next element. */
    E peek() {
        return turns.element().elements.element().element();
    }

    /** The weight of {@link #peek}. */
    int nextWeight() {
        return turns.element().elements.element().weight();
    }

    /** Removes the next element. */
    E poll() {
        Line<E> line = turns.remove();
        Weighted<E> taken = line.elements.remove();
        turn = line.turn;
        line.turn += taken.weight();
        line.number = numbers++;
        return left(line, taken);
    }

    /** Whether an element would exceed the maximum total weight, and make its client exceed an equal share of it. */
    boolean isTooMuch(String client, int elementWeight, int most) {
        int clients = lines.size() + (lines.containsKey(client) ? 0 : 1);
        return isOver(elementWeight, most) && weight(client) + elementWeight > most / clients;
    }

    /**
     * Removes the newest elements of the clients with the most weight until an element of a client below its share
     * fits.
     */
    List<E> displace(int elementWeight, int most) {
        List<E> displaced = new ArrayList<>();
        while (isOver(elementWeight, most)) {
            displaced.add(pollHeaviest());
        }
        return displaced;
    }

    private boolean isOver(int elementWeight, int most) {
        return !isEmpty() && weight + elementWeight > most;
    }

    private E pollHeaviest() {
        Line<E> heaviest = turns.element();
        for (Line<E> line : turns) {
            if (line.weight > heaviest.weight) {
                heaviest = line;
            }
        }
        turns.remove(heaviest);
        return left(heaviest, heaviest.elements.removeLast());
    }

    private E left(Line<E> line, Weighted<E> taken) {
        line.weight -= taken.weight();
        weight -= taken.weight();
        if (line.elements.isEmpty()) {
            lines.remove(line.client);
        } else {
            turns.add(line);
        }
        return taken.element();
    }

    /** The total weight of all elements. */
    int weight() {
        return weight;
    }

    private int weight(String client) {
        Line<E> line = lines.get(client);
        return line == null ? 0 : line.weight;
    }

    /**
     * The weight that would be served before a new element of a client: for each other client, at most the weight that
     * this client has.
     */
    int ahead(String client, int elementWeight) {
        int share = weight(client) + elementWeight;
        int sum = 0;
        for (Line<E> line : turns) {
            sum += Math.min(line.weight, share);
        }
        return sum;
    }
}
