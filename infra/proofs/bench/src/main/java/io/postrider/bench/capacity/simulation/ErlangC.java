package io.postrider.bench.capacity.simulation;

/**
 * The queue M/M/c: Poisson arrivals, exponential service times, c servers, one line.
 *
 * @param arrivals a second
 * @param service mean time of one, in seconds
 * @param servers at least 1; {@code arrivals * service} must be less
 */
record ErlangC(double arrivals, double service, int servers) {
    ErlangC {
        if (arrivals * service >= servers) {
            throw new IllegalArgumentException(
                    "%d servers are not enough for a load of %s Erlang".formatted(servers, arrivals * service));
        }
    }

    /** The part of arrivals that must wait. */
    double waiting() {
        double load = arrivals * service;
        // Erlang B by its recurrence, which does not overflow; C follows from it.
        double blocked = 1;
        for (int i = 1; i <= servers; i++) {
            blocked = load * blocked / (i + load * blocked);
        }
        return blocked / (1 - load / servers * (1 - blocked));
    }

    /** Mean wait of all arrivals, in seconds. */
    double meanWait() {
        return waiting() / (servers / service - arrivals);
    }

    /**
     * Mean wait of arrivals that go before others, in seconds, where the others keep every server busy all
     * the time: a server comes free after {@code service / servers} on average, and the urgent have a queue
     * M/M/1 of such times.
     */
    double meanWaitBeforeOthers() {
        return 1 / (servers / service - arrivals);
    }
}
