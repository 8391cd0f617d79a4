package io.postrider.routing;

/**
 * What a route of any kind has.
 *
 * @param name how logs, metrics and the ledger call it
 * @param weight its share among the routes that match, from 0 (only when no other is left)
 * @param match what it takes
 * @param shaping its limits; {@link Shaping#maxConnections} is of one sender, over all lanes
 * @param siteLimits whether the limits of the sites hold on this route; a relay mostly keeps to them itself
 * @param suspended whether the route is suspended and takes no mail
 */
public record RouteOptions(
        String name, int weight, Route.Match match, Shaping shaping, boolean siteLimits, boolean suspended) {

    /** Whether connections need not be opened again: when weight, match or rate changes, they stay. */
    boolean sameConnections(RouteOptions other) {
        return shaping.maxConnections() == other.shaping.maxConnections()
                && shaping.mailsPerConnection() == other.shaping.mailsPerConnection();
    }
}
