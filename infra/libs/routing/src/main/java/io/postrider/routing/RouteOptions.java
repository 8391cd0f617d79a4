package io.postrider.routing;

/**
 * The options common to all kinds of routes.
 *
 * @param name its name in logs, metrics and the ledger
 * @param weight its share among the matching routes, from 0 (only if there is no other)
 * @param match the mail that it accepts
 * @param shaping its limits; {@link Shaping#maxConnections} is of one sender, over all lanes
 * @param siteLimits whether the limits of sites apply on this route; a relay usually enforces them itself
 * @param suspended whether the route is suspended and accepts no mail
 */
public record RouteOptions(
        String name, int weight, Route.Match match, Shaping shaping, boolean siteLimits, boolean suspended) {

    /** Whether open connections may stay in use: they do not depend on weight, match or rate. */
    boolean sameConnections(RouteOptions other) {
        return shaping.maxConnections() == other.shaping.maxConnections()
                && shaping.mailsPerConnection() == other.shaping.mailsPerConnection();
    }
}
