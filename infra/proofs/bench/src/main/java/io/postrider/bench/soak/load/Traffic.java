package io.postrider.bench.soak.load;

import io.postrider.bench.soak.load.Arrivals.Latency;
import io.postrider.bench.soak.load.Arrivals.Tally;
import io.postrider.bench.soak.readings.Source;
import java.util.Map;

/** What went in and came out since the last reading. */
public final class Traffic implements Source {
    public static final String DELIVERED = "delivered_per_s";
    public static final String ON_THE_WAY = "on_the_way";
    public static final String P99 = "code_p99_ms";

    private final Load load;
    private final Arrivals arrivals;
    private long at = System.nanoTime();
    private long acceptedBefore;
    private Tally before = new Tally(0, 0, 0, 0, 0, 0);

    public Traffic(Load load, Arrivals arrivals) {
        this.load = load;
        this.arrivals = arrivals;
    }

    @Override
    public void read(Map<String, Double> into) {
        long now = System.nanoTime();
        double seconds = (now - at) / 1e9;
        long accepted = load.accepted();
        Tally tally = arrivals.tally();
        Latency latency = arrivals.latency();
        into.put("accepted_per_s", (accepted - acceptedBefore) / seconds);
        into.put(DELIVERED, (tally.mails() - before.mails()) / seconds);
        into.put("refused_per_s", (tally.refused() - before.refused()) / seconds);
        into.put("deferred_per_s", (tally.deferrals() - before.deferrals()) / seconds);
        into.put(ON_THE_WAY, (double) load.onTheWay());
        into.put("code_p50_ms", latency.p50());
        into.put(P99, latency.p99());
        into.put("second_copies", (double) tally.copies());
        into.put("missed", (double) load.missed());
        into.put("smtp_connections", (double) arrivals.connections());
        at = now;
        acceptedBefore = accepted;
        before = tally;
    }
}
