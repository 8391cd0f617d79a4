package io.postrider.bench.capacity;

import io.postrider.bench.capacity.simulation.Observations;
import io.postrider.bench.capacity.simulation.Scenario;
import io.postrider.bench.capacity.simulation.Scenario.Loss;
import io.postrider.bench.capacity.simulation.Scenario.Slowdown;
import io.postrider.bench.capacity.simulation.Simulation;
import io.postrider.bench.capacity.simulation.Workload;
import io.postrider.bench.capacity.sizing.Assumptions;
import io.postrider.bench.capacity.sizing.Sizing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Simulated days of one route, for a number of mails a day that is spread evenly over several routes.
 *
 * <p>The limits and the connections of a site belong to a route, and nothing else that mails wait for is
 * shared by routes as long as the processors of {@link Sizing} are enough. So a day of 10^8 mails over n
 * routes is n days like this one: each has its part of each campaign and of the transactional mail.
 *
 * @param days by name; the first is the usual one
 */
record Outlook(Sizing sizing, Scenario usual, Map<String, Observations> days) {
    static final String USUAL = "usual";
    static final String SLOW_DAY = "the largest site takes a quarter of its rate, 10:00 to 14:00";

    private static final long SEED = 20_260_101;
    private static final double HOUR = 3_600;

    private static final double SLOWER = 0.25;
    private static final int BURST_AT = 9;

    /** @param campaigns of the day */
    static Outlook of(Sizing sizing, int campaigns) {
        Assumptions assumptions = sizing.assumptions();
        Workload whole = Workload.day(sizing.mailsPerDay(), assumptions.transactional(), campaigns, new Random(SEED));
        Workload slice = whole.dividedBy(sizing.routes());
        int senders = sizing.replicas(sizing.micros().sender());
        Scenario usual = new Scenario(assumptions.providers(), slice, senders, assumptions.network(), null, null);
        double burst = sizing.mailsPerDay() / sizing.routes() * (1 - assumptions.transactional());

        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        scenarios.put(USUAL, usual);
        scenarios.put(
                SLOW_DAY,
                usual.with(new Slowdown(assumptions.providers().get(0).name(), SLOWER, 10 * HOUR, 14 * HOUR)));
        scenarios.put(
                "one of %d senders is lost, 09:00 to 09:30".formatted(senders),
                usual.with(new Loss(9 * HOUR, 9.5 * HOUR)));
        scenarios.put("twice the load from 09:00 to 10:00", usual.with(slice.withBurst(BURST_AT, (int)
                (burst * assumptions.busiestHour()))));

        Map<String, Observations> days = new LinkedHashMap<>();
        scenarios.forEach((name, scenario) -> days.put(name, Simulation.run(scenario, SEED)));
        return new Outlook(sizing, usual, days);
    }

    Observations usualDay() {
        return days.get(USUAL);
    }

    /** Place of the largest campaign in the workload. */
    int largest() {
        return usual.workload().launches().indexOf(usual.workload().largest());
    }

    /**
     * How the backlog of a site differs from that of the usual day.
     *
     * @param mails the largest difference, of one route
     * @param seconds for so long it was more than a twentieth of that
     */
    record Growth(String site, int mails, double seconds) {}

    /** Of the site whose backlog grew the most. */
    Growth growth(Observations day) {
        Growth most = new Growth("", 0, 0);
        for (String site : day.sites().keySet()) {
            Growth growth = growth(site, day);
            most = growth.mails() > most.mails() ? growth : most;
        }
        return most;
    }

    private Growth growth(String site, Observations day) {
        List<Integer> backlogs = day.site(site).backlogs();
        List<Integer> usualBacklogs = usualDay().site(site).backlogs();
        int[] more = new int[backlogs.size()];
        int most = 0;
        for (int i = 0; i < more.length; i++) {
            more[i] = backlogs.get(i) - (i < usualBacklogs.size() ? usualBacklogs.get(i) : 0);
            most = Math.max(most, more[i]);
        }
        int quarters = 0;
        for (int one : more) {
            quarters += one > most / 20 && one > 0 ? 1 : 0;
        }
        return new Growth(site, most, quarters * Observations.QUARTER);
    }
}
