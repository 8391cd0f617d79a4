package io.postrider.bench.soak.readings;

import java.util.Map;

/** Something that can be read repeatedly. It names the same columns each time. */
@FunctionalInterface
public interface Source {
    /** @throws Exception if it cannot be read now: then its readings are missing this time */
    void read(Map<String, Double> into) throws Exception;
}
