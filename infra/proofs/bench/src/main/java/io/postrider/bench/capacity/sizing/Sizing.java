package io.postrider.bench.capacity.sizing;

import io.postrider.bench.capacity.simulation.Provider;
import io.postrider.bench.capacity.sizing.Costs.Cpu;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a number of mails a day needs, by formula.
 *
 * @param mailsPerDay recipients
 */
public record Sizing(Assumptions assumptions, Costs costs, double mailsPerDay) {
    private static final double DAY = 86_400;
    private static final double HOUR = 3_600;

    /** Bytes of an outbox row without the body: its header and its other columns. */
    private static final double OUTBOX_ROW = 90;

    /**
     * Where a part is full.
     *
     * @param mailsPerSecond of the mixed mail, over all sites and lanes
     * @param single whether there is one of it, and no second can be added
     * @param remedy what then
     */
    public record Threshold(String part, double mailsPerSecond, boolean single, String remedy) {
        /** @param busiestHour the part of a day's mail in its busiest hour */
        public double mailsPerDay(double busiestHour) {
            return mailsPerSecond * HOUR / busiestHour;
        }
    }

    /** Mails a second in the busiest hour. */
    public double busiestRate() {
        return mailsPerDay * assumptions.busiestHour() / HOUR;
    }

    /** µs of the mixed mail. */
    public Cpu micros() {
        return costs.campaign().mixedWith(costs.single(), assumptions.transactional());
    }

    /** Cores that are busy to the ceiling in the busiest hour. */
    public double cores(double micros) {
        return busiestRate() * micros / 1e6 / assumptions.ceiling();
    }

    public int replicas(double micros) {
        int needed = (int) Math.ceil(cores(micros) / assumptions.replicaCores());
        return Math.max(assumptions.leastReplicas(), needed);
    }

    /** Routes, each with a separate IP address, so that no site exceeds its maximum rate. */
    public int routes() {
        Provider first = tightest();
        return (int) Math.ceil(busiestRate() * first.share() / (first.perSecond() * assumptions.siteCeiling()));
    }

    /** The provider whose rate is used up first. */
    public Provider tightest() {
        return assumptions.providers().stream()
                .min(Comparator.comparingDouble(Sizing::mailsOfRoute))
                .orElseThrow();
    }

    /** Mails a second to all sites when this one's rate is used up on a route. */
    private static double mailsOfRoute(Provider provider) {
        return provider.perSecond() / provider.share();
    }

    /** SMTP connections in use in the busiest hour, by Little's law. */
    public double smtpConnections() {
        double attempts = 1 / (1 - assumptions.network().deferred());
        return busiestRate() * attempts * assumptions.network().transaction().mean();
    }

    /** Rows inserted and updated in PostgreSQL a second, in the busiest hour. */
    public double rowsPerSecond() {
        double campaign = 2 + costs.rows().events(); // A delivery, its outcome, its events.
        double ownContent = assumptions.ownContent();
        double single = campaign + 1 + 2 + ownContent; // Its message, its outbox batch twice, its content.
        return busiestRate() * (campaign + assumptions.transactional() * (single - campaign));
    }

    /** Bytes that a day adds to the tables that are kept: deliveries, events, messages and contents, with indexes. */
    public double keptBytesPerDay() {
        Costs.Rows rows = costs.rows();
        double single = rows.message() + assumptions.ownContent() * rows.content();
        double mail = rows.delivery() + rows.events() * rows.event() + assumptions.transactional() * single;
        return mailsPerDay * mail;
    }

    /**
     * Bytes that a day adds to what is deleted again: the outbox, a day after its messages expired, and
     * Idempotency-Keys of single messages, after a day.
     */
    public double passingBytesPerDay() {
        double single = costs.wire().single()
                + OUTBOX_ROW
                + costs.rows().outboxIndex()
                + costs.rows().key();
        double share = assumptions.transactional();
        return mailsPerDay * ((1 - share) * costs.rows().outbox() + share * single);
    }

    /** Connections to PostgreSQL of all replicas. */
    public double databaseConnections() {
        Costs.Connections each = costs.connections();
        return replicas(micros().ingest()) * each.ingest()
                + replicas(micros().router()) * each.router()
                + replicas(micros().sender()) * each.sender();
    }

    /** Bytes on the broker's disk while this number of campaign recipients waits. */
    public double brokerBytes(double recipients) {
        return recipients * costs.wire().recipient();
    }

    /** Mails a second, on average over a day. */
    public double averageRate() {
        return mailsPerDay / DAY;
    }

    /** What is full first, in the order of mails a second. */
    public List<Threshold> thresholds() {
        List<Threshold> thresholds = new ArrayList<>();
        Provider site = tightest();
        thresholds.add(new Threshold(
                "a route: the rate of %s".formatted(site.name()),
                mailsOfRoute(site) * assumptions.siteCeiling(),
                false,
                "more routes (addresses), or higher rates as the reputation grows"));
        thresholds.add(service("sender", micros().sender()));
        thresholds.add(service("router", micros().router()));
        thresholds.add(service("ingest", micros().ingest()));
        thresholds.add(new Threshold(
                "PostgreSQL: %d cores".formatted(assumptions.postgresCores()),
                perSecond(assumptions.postgresCores(), micros().postgres()),
                true,
                "status calls to a read replica; then a ledger for each group of senders"));
        thresholds.add(new Threshold(
                "the broker: %d cores".formatted(assumptions.brokerCores()),
                perSecond(assumptions.brokerCores(), micros().broker()),
                true,
                "a broker for each lane; then brokers for groups of senders"));
        thresholds.sort(Comparator.comparingDouble(Threshold::mailsPerSecond));
        return thresholds;
    }

    private Threshold service(String name, double micros) {
        return new Threshold(
                "%s: a replica of %d cores".formatted(name, assumptions.replicaCores()),
                perSecond(assumptions.replicaCores(), micros),
                false,
                "more replicas");
    }

    private double perSecond(int cores, double micros) {
        return cores * assumptions.ceiling() * 1e6 / micros;
    }

    /** Mails a day that fill the database's disk, given the days of retention. */
    public double mailsPerDayOfDisk(int days) {
        return assumptions.databaseBytes() / (keptBytesPerDay() / mailsPerDay * days);
    }
}
