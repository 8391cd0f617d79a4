package io.postrider.ingest.intake.submit.fields;

import io.postrider.ingest.web.Problem.Fault;
import io.postrider.ingest.web.json.HeapSizes;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one body. The first {@value #MOST} are kept, further ones are counted. */
public final class Faults {
    public static final int MOST = 100;

    private final List<Fault> faults = new ArrayList<>();
    private final int most;
    private int number;

    public Faults() {
        this(MOST);
    }

    /** @param most maximum faults that are kept */
    public Faults(int most) {
        this.most = most;
    }

    public void add(String pointer, String detail) {
        number++;
        if (faults.size() < most) {
            faults.add(new Fault(pointer, detail));
        }
    }

    public void addAll(Faults others) {
        others.faults.forEach(fault -> add(fault.pointer(), fault.detail()));
        number += others.number - others.faults.size();
    }

    public boolean any() {
        return number > 0;
    }

    /** The faults that are kept. */
    public int kept() {
        return faults.size();
    }

    /** Bytes of memory that they take. */
    public long weight() {
        long weight = 0;
        for (Fault fault : faults) {
            weight += HeapSizes.text(fault.pointer()) + HeapSizes.text(fault.detail());
        }
        return weight;
    }

    int number() {
        return number;
    }

    /** The first fault's text with its place below {@code pointer}, for an answer that has one line for it. */
    public String firstBelow(String pointer) {
        Fault first = faults.get(0);
        String place = first.pointer().substring(pointer.length());
        return place.isEmpty() ? first.detail() : place.substring(1) + ": " + first.detail();
    }

    public List<Fault> list() {
        if (number == faults.size()) {
            return List.copyOf(faults);
        }
        List<Fault> all = new ArrayList<>(faults);
        all.add(new Fault(
                "", "has %,d more faults; these are the first %d".formatted(number - faults.size(), faults.size())));
        return all;
    }
}
