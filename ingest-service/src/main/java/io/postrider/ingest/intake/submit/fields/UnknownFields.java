package io.postrider.ingest.intake.submit.fields;

import io.postrider.ingest.intake.submit.fields.OtherServiceFields.Foreign;
import io.postrider.text.Spelling;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The unknown fields of one object: which fields were probably meant, and which service's API has them. */
public final class UnknownFields {
    /** Maximum fields of an object that are compared, which bounds the cost of a call. */
    private static final int LOOKED_AT = 30;

    private static final String NOT_KNOWN = "is not a known field";

    private final Set<String> known;
    private final OtherServiceFields.Names others;
    private final Set<String> meant = new HashSet<>();
    private final TreeMap<String, Integer> services = new TreeMap<>();
    private int number;

    UnknownFields(Set<String> known, OtherServiceFields.Names others) {
        this.known = known;
        this.others = others;
    }

    /** What to change about a field. */
    String detail(String name) {
        if (number++ >= LOOKED_AT) {
            return NOT_KNOWN;
        }
        Optional<Foreign> foreign = others.find(name);
        if (foreign.isPresent()) {
            meant.addAll(foreign.get().meant());
            services.merge(foreign.get().service(), 1, Integer::sum);
            return foreign.get().detail();
        }
        Optional<String> near = Spelling.nearest(name, known);
        near.ifPresent(meant::add);
        return near.map(is -> NOT_KNOWN + "; did you mean `%s`?".formatted(is)).orElse(NOT_KNOWN);
    }

    boolean meant(String name) {
        return meant.contains(name);
    }

    /** The service that most of the fields are of. */
    public Optional<String> service() {
        return services.entrySet().stream()
                .max((one, other) -> Integer.compare(one.getValue(), other.getValue()))
                .map(Map.Entry::getKey);
    }
}
