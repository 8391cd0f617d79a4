package io.postrider.sender.model;

import io.postrider.store.limits.Limit;
import java.util.List;

/**
 * The route that a batch takes now.
 *
 * @param senderAndSite the From domain and the site
 * @param routes in the order in which they are tried; empty if none of the batch's routes is in use
 * @param limits of the first route, on which slots are reserved before sending; the most specific one last
 * @param why there is no route; else null
 */
public record RouteChoice(SenderAndSite senderAndSite, List<String> routes, List<Limit> limits, String why) {
    public static RouteChoice over(SenderAndSite senderAndSite, List<String> routes, List<Limit> limits) {
        return new RouteChoice(senderAndSite, routes, limits, null);
    }

    public static RouteChoice none(SenderAndSite senderAndSite, String why) {
        return new RouteChoice(senderAndSite, List.of(), List.of(), why);
    }

    public boolean open() {
        return !routes.isEmpty();
    }
}
