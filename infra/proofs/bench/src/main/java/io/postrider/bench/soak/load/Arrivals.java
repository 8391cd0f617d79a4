package io.postrider.bench.soak.load;

import io.postrider.bench.soak.load.Reader.Fate;
import io.postrider.bench.soak.load.Reader.Kind;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.ReceivedMail;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.ScriptContext;
import io.postrider.neighbours.smtp.SmtpSink;
import io.postrider.neighbours.smtp.SmtpStage;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/**
 * The mail server of all recipients, and what it counts. A bit for each recipient distinguishes a second copy from the first. Of
 * the times, only those of the last {@value #RING} transactional mails are kept.
 */
public final class Arrivals implements AutoCloseable {
    private static final int RING = 1 << 16;
    private static final int LATENCIES = 4_096;
    private static final Action PROCEED = Action.proceed();
    private static final Action REFUSE = Action.answer(550, "5.1.1 No such user here");
    private static final Action DEFER = Action.answer(451, "4.2.1 Try again later");

    private final SmtpSink sink = SmtpSink.start();
    private final Map<Kind, BitSet> taken = new EnumMap<>(Kind.class);
    private final BitSet refused = new BitSet();
    private final BitSet deferredOnce = new BitSet();
    private final BitSet deferredTwice = new BitSet();
    private final long[] sentAt = new long[RING];
    private double[] latencies = new double[LATENCIES];
    private int latencyCount;
    private Tally tally = new Tally(0, 0, 0, 0, 0, 0);

    /**
     * Since the start.
     *
     * @param mails taken, second copies included
     * @param distinct recipients that have at least one
     * @param copies beyond the first of a recipient
     * @param refused distinct recipients that were permanently refused
     * @param refusedAgain refusals beyond the first of a recipient
     * @param deferrals answers of 451
     */
    public record Tally(long mails, long distinct, long copies, long refused, long refusedAgain, long deferrals) {
        /** Recipients that this server is done with. */
        long done() {
            return distinct + refused;
        }
    }

    /** Milliseconds from the call of the API to the last byte at the sink; NaN if there was none. */
    public record Latency(double p50, double p99) {}

    public Arrivals() {
        for (Kind kind : Kind.values()) {
            taken.put(kind, new BitSet());
        }
        Script script = this::at;
        sink.script(script);
        sink.onMail(this::take);
    }

    public int port() {
        return sink.port();
    }

    public int connections() {
        return sink.connections();
    }

    public synchronized Tally tally() {
        return tally;
    }

    /** The time at which a transactional mail was handed to the API. */
    public synchronized void sent(int serial, long nanoTime) {
        sentAt[serial % RING] = nanoTime;
    }

    /** Over the transactional mails that came since the last call. */
    public synchronized Latency latency() {
        double[] sorted = Arrays.copyOf(latencies, latencyCount);
        latencyCount = 0;
        Arrays.sort(sorted);
        return new Latency(quantile(sorted, 0.50), quantile(sorted, 0.99));
    }

    public static double quantile(double[] sorted, double q) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(q * sorted.length) - 1];
    }

    private Action at(ScriptContext context) {
        return context.stage() == SmtpStage.RCPT ? answer(Reader.of(context.line())) : PROCEED;
    }

    private Action answer(Reader reader) {
        Fate fate = reader.fate();
        return switch (fate) {
            case TAKEN -> PROCEED;
            case REFUSED -> refuse(reader.serial());
            default -> mayDefer(fate, reader.serial()) ? DEFER : PROCEED;
        };
    }

    private synchronized Action refuse(int serial) {
        boolean again = refused.get(serial);
        refused.set(serial);
        tally = new Tally(
                tally.mails,
                tally.distinct,
                tally.copies,
                tally.refused + (again ? 0 : 1),
                tally.refusedAgain + (again ? 1 : 0),
                tally.deferrals);
        return REFUSE;
    }

    private synchronized boolean mayDefer(Fate fate, int serial) {
        boolean defer = true;
        if (fate != Fate.NEVER) {
            boolean before = deferredOnce.get(serial);
            defer = !before || fate == Fate.DEFERRED_TWICE && !deferredTwice.get(serial);
            (before ? deferredTwice : deferredOnce).set(serial);
        }
        if (defer) {
            tally = new Tally(
                    tally.mails, tally.distinct, tally.copies, tally.refused, tally.refusedAgain, tally.deferrals + 1);
        }
        return defer;
    }

    private void take(ReceivedMail mail) {
        long now = System.nanoTime();
        mail.recipients().forEach(address -> take(Reader.of(address), now));
    }

    private synchronized void take(Reader reader, long now) {
        BitSet seen = taken.get(reader.kind());
        boolean again = seen.get(reader.serial());
        seen.set(reader.serial());
        tally = new Tally(
                tally.mails + 1,
                tally.distinct + (again ? 0 : 1),
                tally.copies + (again ? 1 : 0),
                tally.refused,
                tally.refusedAgain,
                tally.deferrals);
        if (reader.kind() == Kind.CODE && !again && latencyCount < LATENCIES) {
            latencies[latencyCount++] = (now - sentAt[reader.serial() % RING]) / 1e6;
        }
    }

    @Override
    public void close() {
        sink.close();
    }
}
