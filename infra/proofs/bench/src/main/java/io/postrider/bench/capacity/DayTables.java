package io.postrider.bench.capacity;

import static io.postrider.bench.capacity.Words.clock;
import static io.postrider.bench.capacity.Words.duration;
import static io.postrider.bench.capacity.Words.number;
import static io.postrider.bench.capacity.Words.percent;

import io.postrider.bench.capacity.Outlook.Growth;
import io.postrider.bench.capacity.simulation.Durations;
import io.postrider.bench.capacity.simulation.Observations;
import io.postrider.bench.capacity.simulation.Observations.OfSite;
import io.postrider.bench.capacity.simulation.Provider;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the simulation says. */
final class DayTables {
    private final List<Outlook> outlooks;

    DayTables(List<Outlook> outlooks) {
        this.outlooks = outlooks;
    }

    String usual() {
        Table table = new Table(cells("", outlook -> number(outlook.sizing().mailsPerDay()) + " a day"));
        table.row(cells(
                "campaigns; recipients of the largest",
                outlook -> "%d; %s"
                        .formatted(outlook.usual().workload().launches().size(), number(largestCampaign(outlook)))));
        table.row(cells(
                "routes; senders",
                outlook -> "%d; %d"
                        .formatted(outlook.sizing().routes(), outlook.usual().senders())));
        table.row(cells("largest campaign, half of it delivered after", outlook -> largest(outlook, 0.5)));
        table.row(cells("95 % after", outlook -> largest(outlook, 0.95)));
        table.row(cells("all, retries included, after", outlook -> largest(outlook, 1)));
        table.row(cells("its slowest site by formula, if it were alone", outlook -> duration(alone(outlook))));
        table.row(cells("median of all campaigns, 95 % after", outlook -> duration(medianCampaign(outlook))));
        table.row(cells(
                "transactional, to the first reply: p50; p99",
                outlook -> quantiles(outlook.usualDay().firstReply())));
        table.row(cells(
                "transactional, delivered, retries included: p50; p99",
                outlook -> quantiles(outlook.usualDay().transactional())));
        table.row(cells(
                "largest backlog, all routes",
                outlook -> number((double) outlook.usualDay().largestBacklog()
                        * outlook.sizing().routes())));
        table.row(cells(
                "last mail of the day delivered at",
                outlook -> clock(outlook.usualDay().lastAt())));
        table.row(cells("attempts/s in the busiest hour, all routes", outlook -> number(busiestRate(outlook))));
        table.row(cells("sender cores then, of those of all replicas", outlook -> percent(senderCores(outlook))));
        return table.toString();
    }

    private static double largestCampaign(Outlook outlook) {
        return (double) outlook.usual().workload().largest().recipients()
                * outlook.sizing().routes();
    }

    private static String largest(Outlook outlook, double part) {
        return duration(outlook.usualDay().campaign(outlook.largest()).quantile(part));
    }

    private static double alone(Outlook outlook) {
        Provider site = outlook.sizing().tightest();
        return outlook.usual().workload().largest().recipients() * site.share() / site.perSecond();
    }

    private static double medianCampaign(Outlook outlook) {
        Durations all = new Durations();
        IntStream.range(0, outlook.usual().workload().launches().size())
                .forEach(i -> all.add(outlook.usualDay().campaign(i).quantile(0.95)));
        return all.quantile(0.5);
    }

    private static double busiestRate(Outlook outlook) {
        return outlook.usualDay().busiestRate() * outlook.sizing().routes();
    }

    private static double senderCores(Outlook outlook) {
        double busy = busiestRate(outlook) * outlook.sizing().micros().sender() / 1e6;
        return busy
                / (outlook.usual().senders() * outlook.sizing().assumptions().replicaCores());
    }

    private static String quantiles(Durations durations) {
        return duration(durations.quantile(0.5)) + "; " + duration(durations.quantile(0.99));
    }

    /** Sites of the last outlook. */
    String sites() {
        Outlook outlook = outlooks.get(outlooks.size() - 1);
        Table table = new Table(
                "site",
                "mails/s in its busiest hour",
                "of its rate",
                "connections in use",
                "of its connections",
                "largest backlog",
                "at");
        for (Provider provider : outlook.usual().providers()) {
            OfSite site = outlook.usualDay().site(provider.name());
            table.row(
                    provider.name(),
                    number(site.busiestRate()),
                    provider.hasRate() ? percent(site.busiestRate() / provider.perSecond()) : "",
                    number(site.busiestConnections()),
                    percent(site.busiestConnections() / provider.connections()),
                    number(site.largestBacklog()),
                    clock(site.largestBacklogAt()));
        }
        return "One route of %d, at %s mails a day.\n\n"
                        .formatted(
                                outlook.sizing().routes(),
                                number(outlook.sizing().mailsPerDay()))
                + table;
    }

    String faults() {
        Table table = new Table(
                "",
                "mails a day",
                "largest backlog",
                "site that grows most",
                "by",
                "for",
                "transactional p50; p99; slowest",
                "95 % of the largest campaign after");
        for (Outlook outlook : outlooks) {
            outlook.days().forEach((name, day) -> table.row(fault(outlook, name, day)));
        }
        double redelivery = outlooks.get(0).usual().network().redelivery();
        return table
                + "A mail that is with a sender when it dies comes %s later; of one route's transactional mail that is"
                        .formatted(duration(redelivery))
                + "\none or two, or none. The other senders take over its connections at once.\n";
    }

    private static String[] fault(Outlook outlook, String name, Observations day) {
        int routes = outlook.sizing().routes();
        Growth growth = outlook.growth(day);
        boolean grows = growth.mails() > 0;
        return new String[] {
            name,
            number(outlook.sizing().mailsPerDay()),
            number((double) day.largestBacklog() * routes),
            growth.site(),
            grows ? number((double) growth.mails() * routes) : "",
            grows ? duration(growth.seconds()) : "",
            quantiles(day.firstReply()) + "; " + duration(day.firstReply().quantile(1)),
            duration(day.campaign(outlook.largest()).quantile(0.95))
        };
    }

    private String[] cells(String name, Function<Outlook, String> cell) {
        return Stream.concat(Stream.of(name), outlooks.stream().map(cell)).toArray(String[]::new);
    }
}
