package io.postrider.router.route;

import io.postrider.routing.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Orders routes so that each comes first in the share of its weight, evenly spread (smooth weighted round robin): with
 * weights 7 and 3, the first ten choices are A B A A A B A A B A or similar. The others follow by descending weight. A
 * route of weight 0 comes first only if there is no other. Thread-safe.
 */
final class WeightedOrder {
    private final Map<String, Integer> current = new HashMap<>();

    synchronized List<String> next(List<Route> candidates) {
        int total = 0;
        Route first = candidates.get(0);
        int most = Integer.MIN_VALUE;
        for (Route route : candidates) {
            int value = current.merge(route.name(), route.weight(), Integer::sum);
            total += route.weight();
            if (value > most && route.weight() > 0) {
                most = value;
                first = route;
            }
        }
        current.merge(first.name(), -total, Integer::sum);
        return order(first, candidates);
    }

    private static List<String> order(Route first, List<Route> candidates) {
        List<Route> others = new ArrayList<>(candidates);
        others.remove(first);
        others.sort(Comparator.comparingInt(Route::weight).reversed());
        List<String> names = new ArrayList<>(candidates.size());
        names.add(first.name());
        others.forEach(route -> names.add(route.name()));
        return List.copyOf(names);
    }
}
