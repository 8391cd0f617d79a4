package io.postrider.store.routes;

import java.util.List;

/**
 * What is kept from a route until it is resumed.
 *
 * @param route the whole route, unless one of the others is given
 * @param fromDomain mail of this From domain only, in lower case; or null
 * @param site mail to this site only: a name of {@code sites.yaml}, or a recipient domain that has none; or null
 */
public record Hold(String route, String fromDomain, String site) {
    public static Hold ofRoute(String route) {
        return new Hold(route, null, null);
    }

    /** All holds that would keep mail of this From domain to this site from this route, the widest first. */
    public static List<Hold> affecting(String route, String fromDomain, String site) {
        return List.of(
                ofRoute(route),
                new Hold(route, fromDomain, null),
                new Hold(route, null, site),
                new Hold(route, fromDomain, site));
    }

    public boolean wholeRoute() {
        return fromDomain == null && site == null;
    }

    /** As text, for logs and events. */
    @Override
    public String toString() {
        return "route " + route
                + (fromDomain == null ? "" : " for mail from " + fromDomain)
                + (site == null ? "" : " to " + site);
    }
}
