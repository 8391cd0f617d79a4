package io.postrider.bench.capacity;

import static io.postrider.bench.capacity.Words.bytes;
import static io.postrider.bench.capacity.Words.duration;
import static io.postrider.bench.capacity.Words.number;
import static io.postrider.bench.capacity.Words.percent;

import io.postrider.bench.capacity.simulation.Provider;
import io.postrider.bench.capacity.simulation.Scenario;
import io.postrider.bench.capacity.sizing.Assumptions;
import io.postrider.bench.capacity.sizing.Costs;
import io.postrider.bench.capacity.sizing.Costs.Cpu;
import io.postrider.bench.capacity.sizing.Sizing;
import io.postrider.bench.capacity.sizing.Sizing.Threshold;
import io.postrider.bench.capacity.sizing.Wire;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the formulas say. */
final class SizeTables {
    private static final int MONTH = 30;
    private static final int QUARTER = 90;

    /** Recipients of the campaign for which the broker's disk and the time to accept it are shown. */
    private static final double CAMPAIGN = 1e7;

    private final Assumptions assumptions;
    private final Costs costs;
    private final List<Sizing> sizes;

    SizeTables(Assumptions assumptions, Costs costs, List<Sizing> sizes) {
        this.assumptions = assumptions;
        this.costs = costs;
        this.sizes = sizes;
    }

    String assumptions() {
        Scenario.Network network = assumptions.network();
        Table table = new Table("assumed", "")
                .row("transactional mails, of all", percent(assumptions.transactional()))
                .row("of them with a separate text, which is stored", percent(assumptions.ownContent()))
                .row("mails of a day that are submitted in the busiest hour", percent(assumptions.busiestHour()))
                .row("cores busy in that hour, at most", percent(assumptions.ceiling()))
                .row("of a site's rate in use in that hour, at most", percent(assumptions.siteCeiling()))
                .row("cores of a replica; replicas, at least", assumptions.replicaCores() + "; 2")
                .row(
                        "cores and disk of the largest database server",
                        "%d; %s".formatted(assumptions.postgresCores(), bytes(assumptions.databaseBytes())))
                .row("cores of the largest broker", Integer.toString(assumptions.brokerCores()))
                .row(
                        "SMTP transaction: lognormal, mean; its connection opened in",
                        duration(network.transaction().mean()) + "; " + duration(network.opening()))
                .row("attempts answered 4yz", percent(network.deferred()))
                .row("mails of a dead sender are with another one after", duration(network.redelivery()));
        Table sites = new Table("site", "recipients", "mails/s", "connections", "mails a connection");
        for (Provider one : assumptions.providers()) {
            sites.row(
                    one.name(),
                    percent(one.share()),
                    one.hasRate() ? number(one.perSecond()) : "no rate",
                    number(one.connections()),
                    number(one.mailsPerConnection()));
        }
        return table
                + "The shares of sites are assumptions as well; the limits are those of the built-in `sites.yaml`, for "
                + "one route.\n\n"
                + sites;
    }

    String costs() {
        Table cpu = new Table("µs of a core for a mail", "ingest", "router", "sender", "PostgreSQL", "broker", "all")
                .row(cells("of a campaign", costs.campaign()))
                .row(cells("single", costs.single()))
                .row(cells("of the soak, to compare", costs.soak()))
                .row(cells("mixed as assumed", sizes.get(0).micros()));
        Costs.Rows rows = costs.rows();
        Wire wire = costs.wire();
        Table bytes = new Table("bytes, with indexes", "")
                .row("a delivery", number(rows.delivery()))
                .row(
                        "an event; events a delivery",
                        "%s; %s".formatted(number(rows.event()), Words.format("%.2f", rows.events())))
                .row("a message", number(rows.message()))
                .row("a separate content", number(rows.content()))
                .row("an Idempotency-Key, for a day", number(rows.key()))
                .row("outbox: a recipient of a campaign, compressed", number(rows.outbox()))
                .row(
                        "broker: a recipient in a full batch; a batch of one (by the codec)",
                        "%s; %s".formatted(number(wire.recipient()), number(wire.single())));
        return "Measured: " + String.join("; ", costs.sources()) + ".\n\n" + cpu + bytes;
    }

    private static String[] cells(String name, Cpu cpu) {
        double all = cpu.ingest() + cpu.router() + cpu.sender() + cpu.postgres() + cpu.broker();
        return Stream.concat(
                        Stream.of(name),
                        Stream.of(cpu.ingest(), cpu.router(), cpu.sender(), cpu.postgres(), cpu.broker(), all)
                                .map(Words::number))
                .toArray(String[]::new);
    }

    String sizes() {
        Table table = new Table(cells("", size -> number(size.mailsPerDay()) + " a day"));
        table.row(cells(
                "mails/s, on average; in the busiest hour",
                size -> number(size.averageRate()) + "; " + number(size.busiestRate())));
        table.row(cells("routes (addresses)", size -> number(size.routes())));
        table.row(cells(
                "ingest: cores; replicas", size -> service(size, size.micros().ingest())));
        table.row(cells(
                "router: cores; replicas", size -> service(size, size.micros().router())));
        table.row(cells(
                "sender: cores; replicas", size -> service(size, size.micros().sender())));
        table.row(cells("PostgreSQL: cores", size -> cores(size, size.micros().postgres())));
        table.row(cells("broker: cores", size -> cores(size, size.micros().broker())));
        table.row(cells("SMTP connections in use", size -> number(size.smtpConnections())));
        table.row(cells("rows written in PostgreSQL/s", size -> number(size.rowsPerSecond())));
        table.row(cells(
                "deliveries on record after 30 days; 90 days",
                size -> Words.format("%.1e; %.1e", MONTH * size.mailsPerDay(), QUARTER * size.mailsPerDay())));
        table.row(cells("PostgreSQL's disk, a day", size -> bytes(size.keptBytesPerDay())));
        table.row(cells(
                "PostgreSQL's disk, kept 30 days; 90 days",
                size -> "%s; %s"
                        .formatted(bytes(MONTH * size.keptBytesPerDay()), bytes(QUARTER * size.keptBytesPerDay()))));
        table.row(cells("the outbox and Idempotency-Keys beside it, a day", size -> bytes(size.passingBytesPerDay())));
        table.row(cells("connections to PostgreSQL", size -> number(size.databaseConnections())));
        Sizing any = sizes.get(0);
        double accepted = CAMPAIGN
                * costs.campaign().ingest()
                / 1e6
                / (assumptions.leastReplicas() * assumptions.replicaCores() * assumptions.ceiling());
        return table
                + "A core here is busy to %s. A campaign of %s recipients is accepted in %s by two ingest replicas at that"
                        .formatted(percent(assumptions.ceiling()), number(CAMPAIGN), duration(accepted))
                + "\nceiling, and takes %s on the broker while it waits; an address holds 16 GB in pages."
                        .formatted(bytes(any.brokerBytes(CAMPAIGN)))
                + " The outbox is kept until a day\nafter its messages expired: 4 days for campaigns. PostgreSQL's log (WAL) comes on top; no bench measures it.\n\n";
    }

    private String[] cells(String name, Function<Sizing, String> cell) {
        return Stream.concat(Stream.of(name), sizes.stream().map(cell)).toArray(String[]::new);
    }

    private static String service(Sizing size, double micros) {
        return "%s; %d".formatted(cores(size, micros), size.replicas(micros));
    }

    private static String cores(Sizing size, double micros) {
        double cores = size.cores(micros);
        return cores < 0.01 ? "under 0.01" : Words.format(cores < 0.1 ? "%.2f" : "%.1f", cores);
    }

    String thresholds() {
        Sizing any = sizes.get(0);
        Table table = Table.aligned("lrrl", "what is full", "at mails/s", "mails a day", "then");
        for (Threshold one : any.thresholds()) {
            table.row(one.part(), number(one.mailsPerSecond()), millions(day(one)), one.remedy());
        }
        double disk = any.mailsPerDayOfDisk(MONTH);
        table.row(
                "PostgreSQL: a disk of %s, kept 30 days".formatted(bytes(assumptions.databaseBytes())),
                "",
                millions(disk),
                "fewer days (`postrider.retention.history`); a larger disk");
        Threshold first =
                any.thresholds().stream().filter(Threshold::single).findFirst().orElseThrow();
        return table
                + "Routes and replicas are added. Of what there is one of, the processors of %s are full first, at %s mails/s;"
                        .formatted(first.part().replaceAll(":.*", ""), number(first.mailsPerSecond()))
                + "\nPostgreSQL's disk is full %s, at %s mails a day.\n\n"
                        .formatted(disk < day(first) ? "long before" : "after that", millions(disk));
    }

    private double day(Threshold threshold) {
        return threshold.mailsPerDay(assumptions.busiestHour());
    }

    private static String millions(double mails) {
        return number(mails / 1e6) + " million";
    }
}
