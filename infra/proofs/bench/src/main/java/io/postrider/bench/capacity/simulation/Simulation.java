package io.postrider.bench.capacity.simulation;

import io.postrider.bench.capacity.simulation.Workload.Launch;
import java.util.List;
import java.util.Random;

/**
 * A day of one route as events in virtual time: mails arrive, are spread over the sites, wait for their turn
 * on the site's rate and for a connection, and are delivered, or tried again later. It ends with the last
 * mail of the day.
 *
 * <p>What the services and the broker take is left out: some ten milliseconds a mail as long as no processor
 * is short ({@code Sizing}). So are bounces, which end like deliveries, and warm-ups.
 */
public final class Simulation {
    private final Scenario scenario;
    private final Random random;
    private final Agenda agenda = new Agenda();
    private final Observations observations;
    private final List<SiteLine> sites;

    private Simulation(Scenario scenario, long seed) {
        this.scenario = scenario;
        this.random = new Random(seed);
        this.observations = new Observations(scenario);
        this.sites = scenario.providers().stream()
                .map(provider -> new SiteLine(scenario, provider, agenda, random, observations))
                .toList();
    }

    /** The same for the same seed. */
    public static Observations run(Scenario scenario, long seed) {
        Simulation simulation = new Simulation(scenario, seed);
        simulation.plan();
        simulation.agenda.run();
        return simulation.observations;
    }

    private void plan() {
        planTransactional();
        List<Launch> launches = scenario.workload().launches();
        for (int i = 0; i < launches.size(); i++) {
            int campaign = i;
            agenda.at(launches.get(i).at(), () -> launch(campaign, launches.get(campaign)));
        }
        if (scenario.slowdown() != null) {
            SiteLine slow = site(scenario.slowdown().provider());
            agenda.at(
                    scenario.slowdown().from(),
                    () -> slow.rate(scenario.slowdown().factor()));
            agenda.at(scenario.slowdown().until(), () -> slow.rate(1));
        }
        if (scenario.loss() != null) {
            agenda.at(scenario.loss().from(), () -> sites.forEach(SiteLine::lose));
            agenda.at(scenario.loss().until(), () -> sites.forEach(SiteLine::back));
        }
        agenda.at(0, this::sample);
    }

    private void planTransactional() {
        double next = scenario.workload().nextTransactional(agenda.now(), random);
        if (Double.isFinite(next)) {
            agenda.at(next, () -> {
                anySite().accept(new Mail(Mail.TRANSACTIONAL, agenda.now()));
                planTransactional();
            });
        }
    }

    /** Each site gets its share, and not a random part: a large list is spread as its addresses are. */
    private void launch(int campaign, Launch launch) {
        for (int i = 0; i < sites.size(); i++) {
            int mails = (int)
                    Math.round(launch.recipients() * scenario.providers().get(i).share());
            for (int mail = 0; mail < mails; mail++) {
                sites.get(i).accept(new Mail(campaign, agenda.now()));
            }
        }
    }

    private SiteLine anySite() {
        double place = random.nextDouble();
        for (int i = 0; i < sites.size() - 1; i++) {
            place -= scenario.providers().get(i).share();
            if (place < 0) {
                return sites.get(i);
            }
        }
        return sites.get(sites.size() - 1);
    }

    private SiteLine site(String name) {
        for (int i = 0; i < sites.size(); i++) {
            if (scenario.providers().get(i).name().equals(name)) {
                return sites.get(i);
            }
        }
        throw new IllegalArgumentException("no provider " + name);
    }

    private void sample() {
        observations.sample();
        if (!agenda.isEmpty()) {
            agenda.in(Observations.QUARTER, this::sample);
        }
    }
}
