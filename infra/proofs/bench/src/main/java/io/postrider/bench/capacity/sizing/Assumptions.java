package io.postrider.bench.capacity.sizing;

import io.postrider.bench.capacity.simulation.Provider;
import io.postrider.bench.capacity.simulation.Scenario;
import io.postrider.bench.capacity.simulation.ServiceTime;
import java.util.List;

/**
 * What is taken for granted on the paper: not measured.
 *
 * @param transactional the part of mails that are single messages of the transactional lane
 * @param ownContent the part of those whose text their application rendered, so that it is stored for each
 * @param busiestHour the part of a day's mail that is submitted in its busiest hour
 * @param ceiling the part of a core that may be busy in that hour, so that queues stay short
 * @param siteCeiling the part of a site's rate that may be used in that hour
 * @param replicaCores cores of one replica of a service
 * @param postgresCores cores of the largest database server that one would buy
 * @param brokerCores cores of the largest broker that one would buy
 * @param databaseBytes disk of that database server
 */
public record Assumptions(
        double transactional,
        double ownContent,
        double busiestHour,
        double ceiling,
        double siteCeiling,
        int replicaCores,
        int postgresCores,
        int brokerCores,
        double databaseBytes,
        List<Provider> providers,
        Scenario.Network network) {

    private static final int LEAST_REPLICAS = 2;

    public static Assumptions usual() {
        return new Assumptions(
                0.1,
                0.5,
                0.125,
                0.6,
                0.8,
                2,
                16,
                8,
                4e12,
                Provider.shipped(),
                new Scenario.Network(ServiceTime.lognormal(0.3, 0.6), 0.3, 15, 0.03, 12));
    }

    /** One may fail, and be replaced by a newer version, while the other works. */
    public int leastReplicas() {
        return LEAST_REPLICAS;
    }
}
