package io.postrider.bench.capacity.sizing;

import io.postrider.bench.capacity.simulation.Provider;
import io.postrider.bench.capacity.simulation.Scenario;
import io.postrider.bench.capacity.simulation.ServiceTime;
import io.postrider.bench.capacity.sizing.Costs.Connections;
import io.postrider.bench.capacity.sizing.Costs.Cpu;
import io.postrider.bench.capacity.sizing.Costs.Rows;
import java.util.List;

/** Round figures, so that a test can be reckoned in the head. */
public final class Examples {
    public static final Costs COSTS = new Costs(
            new Cpu(50, 40, 200, 100, 50),
            new Cpu(250, 140, 300, 500, 350),
            new Cpu(50, 40, 200, 100, 50),
            new Rows(250, 150, 1, 200, 300, 5_000, 40, 60),
            new Connections(6, 5, 5),
            new Wire(200, 550),
            List.of("B1 of a day"));

    public static final List<Provider> PROVIDERS = List.of(
            new Provider("large", 0.5, 50, 20, 100),
            new Provider("small", 0.2, 10, 5, 20),
            new Provider("others", 0.3, Double.POSITIVE_INFINITY, 100, 1_000));

    public static final Assumptions ASSUMPTIONS = new Assumptions(
            0.1,
            0.5,
            0.125,
            0.5,
            0.8,
            2,
            16,
            8,
            1e12,
            PROVIDERS,
            new Scenario.Network(ServiceTime.exponential(0.4), 0.3, 15, 0.2, 10));

    private Examples() {}

    public static Sizing sizing(double mailsPerDay) {
        return new Sizing(ASSUMPTIONS, COSTS, mailsPerDay);
    }
}
