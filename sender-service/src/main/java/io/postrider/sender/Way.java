package io.postrider.sender;

import io.postrider.ledger.Limit;
import java.util.List;

/**
 * The way that a batch goes now.
 *
 * @param routes in the order in which they are tried; empty if none of the batch's routes is in use
 * @param limits of the first route, to be booked before a letter goes; the most particular one last
 * @param why there is no route; else null
 */
public record Way(List<String> routes, List<Limit> limits, String why) {
    public static Way over(List<String> routes, List<Limit> limits) {
        return new Way(routes, limits, null);
    }

    public static Way none(String why) {
        return new Way(List.of(), List.of(), why);
    }

    public boolean open() {
        return !routes.isEmpty();
    }
}
