package io.postrider.sender.deliver.route;

import io.postrider.sender.model.Attempt;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;

/** Tries the routes of one mail until one accepts it or refuses the mail itself. */
public final class RouteFailover {
    private final List<String> routes;
    private final Function<String, Uni<Attempt>> attempt;
    private final RouteMeters meters;

    /**
     * @param routes in the order in which they are tried; at least one
     * @param attempt hands the mail to a route
     */
    public RouteFailover(List<String> routes, Function<String, Uni<Attempt>> attempt, RouteMeters meters) {
        this.routes = routes;
        this.attempt = attempt;
        this.meters = meters;
    }

    /** The decisive answer. If no route accepts the mail, it is the last answer of a server that had seen the mail. */
    public Uni<Attempt> walk() {
        return from(0, null);
    }

    /** @param before the answer of an earlier route that had seen the mail, or null */
    private Uni<Attempt> from(int place, Attempt before) {
        String route = routes.get(place);
        return attempt.apply(route).chain(made -> {
            if (!made.mayGoElsewhere()) {
                return Uni.createFrom().item(made);
            }
            Attempt counts = before != null && !made.begun() ? before : made;
            if (place + 1 == routes.size()) {
                return Uni.createFrom().item(counts);
            }
            meters.failedOver(route);
            return from(place + 1, counts.begun() ? counts : null);
        });
    }
}
