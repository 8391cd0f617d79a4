package io.postrider.ingest.submit;

import io.postrider.ingest.Problem.Fault;
import io.postrider.ingest.body.Weights;
import java.util.ArrayList;
import java.util.List;

/** Gathers the faults of one body. The first {@value #MOST} are kept word for word, the others are counted. */
final class Faults {
    static final int MOST = 100;

    private final List<Fault> faults = new ArrayList<>();
    private final int most;
    private int number;

    Faults() {
        this(MOST);
    }

    /** @param most faults that are kept word for word */
    Faults(int most) {
        this.most = most;
    }

    void add(String pointer, String detail) {
        number++;
        if (faults.size() < most) {
            faults.add(new Fault(pointer, detail));
        }
    }

    void addAll(Faults others) {
        others.faults.forEach(fault -> add(fault.pointer(), fault.detail()));
        number += others.number - others.faults.size();
    }

    boolean any() {
        return number > 0;
    }

    /** Faults that are kept word for word. */
    int kept() {
        return faults.size();
    }

    /** Bytes of memory that they take. */
    long weight() {
        long weight = 0;
        for (Fault fault : faults) {
            weight += Weights.text(fault.pointer()) + Weights.text(fault.detail());
        }
        return weight;
    }

    int number() {
        return number;
    }

    /** The first fault's text with its place below {@code pointer}, for an answer that has one line for it. */
    String firstBelow(String pointer) {
        Fault first = faults.get(0);
        String place = first.pointer().substring(pointer.length());
        return place.isEmpty() ? first.detail() : place.substring(1) + ": " + first.detail();
    }

    List<Fault> list() {
        if (number == faults.size()) {
            return List.copyOf(faults);
        }
        List<Fault> all = new ArrayList<>(faults);
        all.add(new Fault(
                "", "has %,d more faults; these are the first %d".formatted(number - faults.size(), faults.size())));
        return all;
    }
}
