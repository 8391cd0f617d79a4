package io.postrider.sender;

import io.postrider.store.limits.Limit;
import java.util.List;

/**
 * The route that a batch takes now.
 *
 * @param passage from where to where
 * @param routes in the order in which they are tried; empty if none of the batch's routes is in use
 * @param limits of the first route, to be booked before a mail goes; the most particular one last
 * @param why there is no route; else null
 */
public record Way(Passage passage, List<String> routes, List<Limit> limits, String why) {
    public static Way over(Passage passage, List<String> routes, List<Limit> limits) {
        return new Way(passage, routes, limits, null);
    }

    public static Way none(Passage passage, String why) {
        return new Way(passage, List.of(), List.of(), why);
    }

    public boolean open() {
        return !routes.isEmpty();
    }
}
