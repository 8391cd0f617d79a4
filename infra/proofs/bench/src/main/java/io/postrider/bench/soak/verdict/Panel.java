package io.postrider.bench.soak.verdict;

import io.postrider.bench.soak.readings.Samples;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures of one kind that share an axis.
 *
 * @param bound what they may grow by; null for those that grow by design or are only told
 */
public record Panel(String title, String unit, Bound bound, List<Line> lines) {
    private static final List<String> JVMS = List.of("ingest", "router", "sender", "broker");
    private static final List<String> SERVICES = List.of("ingest", "router", "sender");
    private static final List<String> PROCESSES = List.of("ingest", "router", "sender", "broker", "postgres");
    private static final List<String> BUSY_TABLES = List.of("delivery", "delivery_event", "outbox_batch");

    /**
     * From the second third of the time to the last.
     *
     * @param part of the value in the second third
     * @param absolute in the panel's unit; the larger of the two holds
     * @param bothWays whether it may not fall either
     */
    public record Bound(double part, double absolute, boolean bothWays) {
        static Bound growth(double part, double absolute) {
            return new Bound(part, absolute, false);
        }

        boolean holds(double second, double last) {
            double change = bothWays ? Math.abs(last - second) : last - second;
            return change <= Math.max(part * Math.abs(second), absolute);
        }
    }

    /**
     * @param column of the samples
     * @param per another column by which it is divided, or null
     * @param factor by which the result is multiplied
     */
    public record Line(String label, String column, String per, double factor) {
        double[] of(Samples samples) {
            double[] values = samples.column(column);
            double[] divisors = per == null ? null : samples.column(per);
            for (int i = 0; i < values.length; i++) {
                double value = divisors == null ? values[i] : divisors[i] == 0 ? Double.NaN : values[i] / divisors[i];
                values[i] = value * factor;
            }
            return values;
        }
    }

    private static Line line(String label, String column) {
        return new Line(label, column, null, 1);
    }

    private static List<Line> each(String prefix, List<String> names) {
        return names.stream().map(name -> line(name, prefix + name)).toList();
    }

    /** All that is plotted and judged. */
    public static List<Panel> all() {
        return Stream.of(traffic(), memory(), connections(), tables())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Panel> traffic() {
        return List.of(
                new Panel(
                        "Throughput",
                        "mails/s",
                        new Bound(0.05, 5, true),
                        List.of(line("accepted", "accepted_per_s"), line("delivered", "delivered_per_s"))),
                new Panel(
                        "Transactional, from the API to the mail server",
                        "ms",
                        Bound.growth(0.25, 25),
                        List.of(line("p50", "code_p50_ms"), line("p99", "code_p99_ms"))),
                new Panel(
                        "Accepted and not at the mail server yet",
                        "mails",
                        Bound.growth(0.2, 1_000),
                        List.of(line("mails", "on_the_way"))),
                new Panel(
                        "Messages on the broker",
                        "messages",
                        Bound.growth(0.2, 20),
                        each("queue.", List.of("submitted", "outbound", "retries", "dead"))),
                new Panel(
                        "Outbox: batches not published",
                        "batches",
                        Bound.growth(0.2, 20),
                        List.of(line("waiting", "outbox_unpublished"))),
                new Panel(
                        "Outbox: age of the oldest",
                        "s",
                        Bound.growth(0.2, 1),
                        List.of(line("oldest", "outbox_oldest_s"))));
    }

    private static List<Panel> memory() {
        return List.of(
                new Panel(
                        "Resident memory, full heaps included",
                        "MB",
                        Bound.growth(0.02, 10),
                        each("rss_mb.", PROCESSES)),
                new Panel("Heap in use", "MB", Bound.growth(0.15, 20), each("heap_mb.", JVMS)),
                new Panel("Heap: old generation", "MB", Bound.growth(0.15, 10), each("old_mb.", JVMS)),
                new Panel("Heap: live after a full collection", "MB", Bound.growth(0.05, 3), each("live_mb.", JVMS)),
                new Panel("Java memory beside the heap", "MB", Bound.growth(0.03, 3), each("nonheap_mb.", JVMS)),
                new Panel("Direct buffers", "MB", Bound.growth(0.05, 0.5), each("direct_mb.", SERVICES)),
                new Panel("CPU", "cores", Bound.growth(0.15, 0.05), each("cpu.", PROCESSES)));
    }

    private static List<Panel> connections() {
        return List.of(
                new Panel("Open files", "files", Bound.growth(0.1, 5), each("files.", PROCESSES)),
                new Panel("Threads", "threads", Bound.growth(0.05, 3), each("threads.", PROCESSES)),
                new Panel(
                        "Connections to PostgreSQL",
                        "connections",
                        Bound.growth(0, 2),
                        each("connections.", List.of("ingest", "router", "sender"))),
                new Panel(
                        "Connections to mail server and broker",
                        "connections",
                        Bound.growth(0.1, 3),
                        List.of(line("SMTP", "smtp_connections"), line("AMQP", "amqp_connections"))));
    }

    private static List<Panel> tables() {
        return List.of(
                new Panel(
                        "Bytes a row, tables",
                        "bytes",
                        Bound.growth(0.02, 1),
                        Stream.of("delivery", "delivery_event")
                                .map(table -> new Line(table, "table_mb." + table, "rows." + table, 1e6))
                                .toList()),
                new Panel(
                        "Bytes a row, indexes",
                        "bytes",
                        Bound.growth(0.02, 1),
                        Stream.of("delivery", "delivery_event")
                                .map(table -> new Line(table, "indexes_mb." + table, "rows." + table, 1e6))
                                .toList()),
                new Panel(
                        "Outbox: kilobytes a batch",
                        "kB",
                        Bound.growth(0.02, 0.5),
                        List.of(
                                new Line("table", "table_mb.outbox_batch", "rows.outbox_batch", 1e3),
                                new Line("indexes", "indexes_mb.outbox_batch", "rows.outbox_batch", 1e3))),
                new Panel(
                        "Dead rows",
                        "% of rows",
                        Bound.growth(0.3, 15), // Autovacuum takes them at a fifth of the table, so that it is a saw.
                        BUSY_TABLES.stream()
                                .map(table -> new Line(table, "dead." + table, "rows." + table, 100))
                                .toList()),
                new Panel(
                        "Updates within their page (HOT)",
                        "% of updates",
                        new Bound(0.02, 1, true),
                        Stream.of("delivery", "outbox_batch")
                                .map(table -> new Line(table, "hot_updates." + table, "updates." + table, 100))
                                .toList()),
                new Panel(
                        "Tables with their indexes: grow with the mail",
                        "MB",
                        null,
                        Stream.of("delivery", "delivery_event", "outbox_batch", "content", "message")
                                .map(table -> line(table, "total_mb." + table))
                                .toList()),
                new Panel(
                        "Log and journal on disk",
                        "MB",
                        Bound.growth(0.1, 100),
                        List.of(line("PostgreSQL WAL", "disk_mb.wal"), line("broker", "disk_mb.broker"))));
    }
}
