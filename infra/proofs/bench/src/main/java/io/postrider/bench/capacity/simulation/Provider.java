package io.postrider.bench.capacity.simulation;

import static java.util.Map.entry;

import io.postrider.routing.Shaping;
import io.postrider.routing.SitesFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;

/**
 * A mailbox provider and what it takes from one route.
 *
 * @param share of all recipients, 0 to 1
 * @param perSecond mails a second over all senders; infinite if there is no rate
 * @param connections over all senders
 * @param mailsPerConnection after which a new connection is opened; 0 for never
 */
public record Provider(String name, double share, double perSecond, int connections, int mailsPerConnection) {

    private static final String OTHERS = "others";

    /** Recipients by site in a list of consumers' addresses; an assumption, not a measurement. */
    private static final List<Entry<String, Double>> SHARES = List.of(
            entry("gmail", 0.35),
            entry("microsoft", 0.20),
            entry("yahoo", 0.10),
            entry("microsoft365", 0.08),
            entry("apple", 0.05),
            entry("gmx", 0.04));

    /** To all the domains of the long tail together, of the 200 that a route of kind mx has a sender. */
    private static final int CONNECTIONS_TO_OTHERS = 100;

    private static final int MAILS_PER_CONNECTION = 1_000;

    /** With the limits that Postrider ships; the rest is a long tail of small domains without a rate. */
    public static List<Provider> shipped() {
        List<Provider> providers = new ArrayList<>();
        double rest = 1;
        for (Entry<String, Double> share : SHARES) {
            providers.add(shipped(share.getKey(), share.getValue()));
            rest -= share.getValue();
        }
        providers.add(
                new Provider(OTHERS, rest, Double.POSITIVE_INFINITY, CONNECTIONS_TO_OTHERS, MAILS_PER_CONNECTION));
        return List.copyOf(providers);
    }

    private static Provider shipped(String name, double share) {
        Shaping shaping = SitesFile.shipped()
                .named(name)
                .orElseThrow(() -> new IllegalStateException("sites.yaml has no site " + name))
                .shaping();
        double rate = shaping.rate() == null
                ? Double.POSITIVE_INFINITY
                : shaping.rate().perSecond();
        return new Provider(name, share, rate, shaping.maxConnections(), shaping.mailsPerConnection());
    }

    public boolean hasRate() {
        return Double.isFinite(perSecond);
    }
}
