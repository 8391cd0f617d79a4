package io.postrider.bench.capacity.simulation;

import java.util.List;

/**
 * One simulated day of one route.
 *
 * @param senders sender replicas, among which the connections of each site are shared
 * @param slowdown a provider that asks for less meanwhile, or null
 * @param loss a sender that is away meanwhile, or null
 */
public record Scenario(
        List<Provider> providers, Workload workload, int senders, Network network, Slowdown slowdown, Loss loss) {

    /**
     * @param transaction of one mail
     * @param opening of a connection with its greeting and TLS, in seconds
     * @param idle seconds after which an unused connection is closed
     * @param deferred the part of attempts that is answered 4yz
     * @param redelivery seconds until the mails of a sender that died are with another one
     */
    public record Network(ServiceTime transaction, double opening, double idle, double deferred, double redelivery) {}

    /**
     * @param factor of the full rate
     * @param from seconds since midnight, as {@code until}
     */
    public record Slowdown(String provider, double factor, double from, double until) {}

    /** @param from seconds since midnight, as {@code until} */
    public record Loss(double from, double until) {}

    public Scenario with(Slowdown other) {
        return new Scenario(providers, workload, senders, network, other, loss);
    }

    public Scenario with(Loss other) {
        return new Scenario(providers, workload, senders, network, slowdown, other);
    }

    public Scenario with(Workload other) {
        return new Scenario(providers, other, senders, network, slowdown, loss);
    }
}
