package io.postrider.ledger;

/**
 * What does not go by a route until it is resumed.
 *
 * @param route all of it, unless one of the others is given
 * @param fromDomain mail of this From domain only, in lower case; or null
 * @param site mail to this site only: a name of {@code sites.yaml}, or a recipient domain that has none; or null
 */
public record Hold(String route, String fromDomain, String site) {
    public static Hold ofRoute(String route) {
        return new Hold(route, null, null);
    }

    public boolean wholeRoute() {
        return fromDomain == null && site == null;
    }

    /** For people. */
    @Override
    public String toString() {
        return "route " + route
                + (fromDomain == null ? "" : " for mail from " + fromDomain)
                + (site == null ? "" : " to " + site);
    }
}
