package io.postrider.sender;

import io.postrider.ledger.Limit;
import java.time.Duration;
import java.util.List;

/**
 * The way that a batch goes now.
 *
 * @param routes in the order in which they are tried; empty if none of the batch's routes is in use
 * @param limits of the first route, to be booked before a letter goes; the most particular one last
 * @param why there is no route; else null
 * @param away how long there has been none
 */
public record Way(List<String> routes, List<Limit> limits, String why, Duration away) {
    public static Way over(List<String> routes, List<Limit> limits) {
        return new Way(routes, limits, null, Duration.ZERO);
    }

    public static Way none(String why, Duration away) {
        return new Way(List.of(), List.of(), why, away);
    }

    public boolean open() {
        return !routes.isEmpty();
    }
}
