package io.postrider.bench.soak;

import java.util.Map;

/** Something that can be read repeatedly. It names the same columns each time. */
@FunctionalInterface
interface Source {
    /** @throws Exception if it cannot be read now: then its readings are missing this time */
    void read(Map<String, Double> into) throws Exception;
}
