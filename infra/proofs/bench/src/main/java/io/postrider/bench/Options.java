package io.postrider.bench;

import io.postrider.bench.report.Machine;
import io.postrider.bench.report.Measure;
import io.postrider.bench.report.Report;
import io.postrider.bench.subject.Setup;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options on the command line.
 *
 * @param home the folder infra/proofs/bench
 * @param runs counted runs of each subject
 * @param mails of each run of B1
 * @param only the subjects to run; empty: all
 * @param jfr records the services with the JDK's Flight Recorder
 */
record Options(
        String bench, Path home, boolean smoke, int runs, int mails, List<String> only, boolean jfr, Length soak) {

    /**
     * Of the soak.
     *
     * @param mailsPerSecond 0: half of the full speed
     * @param liveHeap looks at the live heap a dozen times
     * @param samples of an earlier soak to be shown again, or null
     */
    record Length(int minutes, int mailsPerSecond, boolean liveHeap, Path samples) {}

    static final String USAGE = """
            usage: infra/proofs/bench/run B1|B2|B3|B4|B5|B6|B7|B8|growth|calls|soak|capacity|peers|readme [options]

              B1       a campaign of 20,000 mails through Postrider, Postfix and Haraka, and with no broker at all
              B2       the same with DKIM signatures, against the machine's RSA
              B3       what a transactional mail waits when nothing else goes on, and behind 100,000 of a campaign
              B4       single messages accepted durably a second, against an idle endpoint and plain inserts
              B5       the rate and the memory with 10,000 and with 1,000,000 recipients queued
              B6       the services as native executables and on the JVM: start, memory, rate of a campaign
              B7       recipients accepted durably a second, against COPY of the same rows
              B8       two senders against one, into mail servers that are 20 ms away
              growth   campaigns of 10,000, 100,000 and 1,000,000 recipients, one after the other
              calls    what calls that read take with 10,000,000 deliveries on record
              soak     a steady load on the whole system, what grows under it, and whether every mail is found again
              peers    fetches the peers and load tools, which the benches otherwise do themselves
              readme   writes the newest results into README.md and infra/docs/performance.md
              capacity from the newest results what 10^6 and 10^8 mails a day need, into infra/docs/capacity.md

              --smoke            small numbers and one run, to see that it works
              --runs N           counted runs of each subject, 1 to 20 (3)
              --mails N          mails of each run of B1, B2, B5 to B8, 1,000 to 1,000,000 (20000)
              --only NAME,NAME   only these subjects, of direct, reconnecting, postfix, haraka, postrider (B1)
                                 and idle, pgbench, postrider, later (B4)
              --jfr              record the services with Flight Recorder, into infra/proofs/bench/target/run/<bench>,
                                 and show where their CPU time goes
              --minutes N        length of the soak, 1 to 1440 (60); of 30 and more the results are kept
              --rate N           mails/s of the soak, 10 to 100,000 (half of what a warm-up at full speed reaches)
              --live-heap        look a dozen times at what is live in each Java process, after a full collection: for leaks;
                                 memory and slowest mails are then no longer those of a system that is left alone
              --from FILE.csv    no soak: picture and verdict again from the samples of an earlier one
              --as-built         do not build what is older than its source
            """;

    private static final int SMOKE_MAILS = 1_000;
    private static final int MAX_RUNS = 20;
    private static final int MAX_MAILS = 1_000_000;
    private static final int MAX_MINUTES = 1_440;
    private static final int MAX_RATE = 100_000;

    /** @throws IllegalArgumentException with a message for the user */
    static Options parse(String[] arguments, Path home) {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("name a bench");
        }
        Integer runs = null;
        Integer mails = null;
        int minutes = 60;
        int rate = 0;
        boolean liveHeap = false;
        Path from = null;
        boolean smoke = false;
        boolean jfr = false;
        List<String> only = List.of();
        for (int i = 1; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--smoke" -> smoke = true;
                case "--as-built" -> {
                    // For the script that starts this program.
                }
                case "--jfr" -> jfr = true;
                case "--runs" -> runs = number(arguments, ++i, 1, MAX_RUNS);
                case "--mails" -> mails = number(arguments, ++i, SMOKE_MAILS, MAX_MAILS);
                case "--minutes" -> minutes = number(arguments, ++i, 1, MAX_MINUTES);
                case "--rate" -> rate = number(arguments, ++i, 10, MAX_RATE);
                case "--live-heap" -> liveHeap = true;
                case "--from" -> from = Path.of(value(arguments, ++i));
                case "--only" -> only = List.of(value(arguments, ++i).split(","));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return new Options(
                arguments[0],
                home,
                smoke,
                runs != null ? runs : smoke ? 1 : 3,
                mails != null ? mails : smoke ? SMOKE_MAILS : 20_000,
                only,
                jfr,
                new Length(minutes, rate, liveHeap, from));
    }

    private static String value(String[] arguments, int i) {
        if (i >= arguments.length) {
            throw new IllegalArgumentException(arguments[i - 1] + " needs a value");
        }
        return arguments[i];
    }

    private static int number(String[] arguments, int i, int least, int most) {
        String text = value(arguments, i);
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "%s: %s is not a number from %d to %d".formatted(arguments[i - 1], text, least, most));
    }

    boolean wants(String subject) {
        return only.isEmpty() || only.contains(subject);
    }

    /** Whether its figures may be published as results. */
    boolean quotable() {
        return !smoke && !jfr;
    }

    Report report(String title, Map<String, Object> settings, List<Measure> measures, List<Report.Target> targets) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("runs", runs);
        all.put("flight_recorder", jfr);
        return new Report(
                bench,
                title,
                Instant.now(),
                !quotable(),
                Machine.describe(project()),
                all,
                measures,
                Report.ratios(measures, targets));
    }

    /** Postrider with its defaults. */
    Setup setup() {
        return Setup.plain(workspace(), project(), jfr);
    }

    Path peers() {
        return home.resolve("target/peers");
    }

    /** Logs and data of this bench's processes; recreated each time. */
    Path workspace() {
        return home.resolve("target/run").resolve(bench);
    }

    Path results() {
        return home.resolve("results");
    }

    Path project() {
        return home.toAbsolutePath().resolve("../../..").normalize();
    }
}
