package io.postrider.ingest.submit;

import io.postrider.ingest.Problem.Fault;
import java.util.ArrayList;
import java.util.List;

/** Gathers the faults of one body. The first {@value #MOST} are kept word for word, the others are counted. */
final class Faults {
    static final int MOST = 100;

    private final List<Fault> faults = new ArrayList<>();
    private int number;

    void add(String pointer, String detail) {
        number++;
        if (number <= MOST) {
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
        if (number <= MOST) {
            return List.copyOf(faults);
        }
        List<Fault> all = new ArrayList<>(faults);
        all.add(new Fault("", "has %,d more faults; these are the first %d".formatted(number - MOST, MOST)));
        return all;
    }
}
