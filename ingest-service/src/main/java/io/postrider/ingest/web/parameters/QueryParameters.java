package io.postrider.ingest.web.parameters;

import io.postrider.ingest.web.Problem;
import io.postrider.ingest.web.Problem.Fault;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The faults of the query parameters of one call, so that all are reported at once, including those that {@link
 * QueryParameterFilter} has found. Each call with parameters must get its own instance and call {@link #check} before
 * it does anything.
 */
public final class QueryParameters {
    /** Maximum faults listed in one answer. */
    static final int MOST = 100;

    private static final String KEY = QueryParameters.class.getName();

    private final List<Fault> faults = new ArrayList<>(0);

    QueryParameters() {}

    public static QueryParameters of(RoutingContext call) {
        QueryParameters found = call.get(KEY);
        return found == null ? new QueryParameters() : found;
    }

    void carriedBy(RoutingContext call) {
        call.put(KEY, this);
    }

    /** Only the first fault of a parameter is kept. */
    public void fault(String name, String detail) {
        if (faults.size() < MOST && faults.stream().noneMatch(fault -> name.equals(fault.parameter()))) {
            faults.add(Fault.ofParameter(name, detail));
        }
    }

    boolean any() {
        return !faults.isEmpty();
    }

    /** @throws Problem.Refusal with all faults */
    public void check() {
        if (any()) {
            throw Problem.invalid(faults).refusal();
        }
    }
}
