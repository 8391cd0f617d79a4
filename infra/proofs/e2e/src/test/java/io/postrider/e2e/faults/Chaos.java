package io.postrider.e2e.faults;

import io.postrider.e2e.faults.rig.Rig;
import io.postrider.e2e.faults.rig.SystemSetup;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Faults at random moments, up to two at a time, the same again for the same seed as far as the machine allows. */
final class Chaos {
    static final String KIND = "chaos: random faults at random moments for 40 s";

    private static final Duration LASTS = Duration.ofSeconds(40);
    private static final int MOST_MILLIS_BETWEEN = 3_000;
    private static final int MOST_MILLIS_HELD = 6_000;

    /** Something that can be broken by itself. */
    private record Part(String name, Runnable breaks, Runnable mends) {}

    private final Rig rig;
    private final Random random;
    private final List<Part> whole;

    private Chaos(Rig rig, long seed) {
        this.rig = rig;
        this.random = new Random(seed);
        this.whole = parts();
    }

    static Fault of(long seed) {
        return Fault.of("chaos, seed " + seed, rig -> new Chaos(rig, seed).run(), Rig::mend)
                .kind(KIND)
                .in(SystemSetup.TWO)
                // Each of the deaths of a sender, of which there is one in less than every second step.
                .copies(10 * Faults.CRASH);
    }

    private void run() {
        long end = System.nanoTime() + LASTS.toNanos();
        List<CompletableFuture<Void>> broken = new ArrayList<>();
        while (System.nanoTime() < end) {
            Rig.hold(Duration.ofMillis(random.nextInt(MOST_MILLIS_BETWEEN)));
            broken.removeIf(CompletableFuture::isDone);
            if (broken.size() < 2) {
                broken.add(breakOne());
            }
        }
        broken.forEach(CompletableFuture::join);
    }

    private CompletableFuture<Void> breakOne() {
        Part part;
        synchronized (whole) {
            part = whole.remove(random.nextInt(whole.size()));
        }
        Duration held = Duration.ofMillis(random.nextInt(MOST_MILLIS_HELD));
        System.out.printf("chaos: %s for %d ms%n", part.name(), held.toMillis());
        return CompletableFuture.runAsync(
                () -> {
                    part.breaks().run();
                    Rig.hold(held);
                    part.mends().run();
                    synchronized (whole) {
                        whole.add(part);
                    }
                },
                work -> new Thread(work, "chaos").start());
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        for (ServiceProcess process : rig.processes()) {
            parts.add(new Part(process.name() + " killed", process::kill, process::start));
            parts.add(new Part(process.name() + " frozen", process::suspend, process::resume));
        }
        var broker = rig.system().broker();
        parts.add(new Part("broker killed", broker::kill, broker::start));
        var database = rig.system().database();
        parts.add(new Part("PostgreSQL killed", database::kill, database::start));
        parts.add(new Part(
                "broker link cut",
                () -> rig.brokerLink().cut(),
                () -> rig.brokerLink().mend()));
        parts.add(new Part(
                "database link cut",
                () -> rig.databaseLink().cut(),
                () -> rig.databaseLink().mend()));
        parts.add(new Part(
                "mail server refuses",
                () -> rig.sink().script(Script.at(SmtpStage.RCPT, Action.answer(451, "4.3.2 Not now"))),
                rig::sinkAsUsual));
        parts.add(new Part(
                "mail server cuts",
                () -> rig.sink().cutConnections(),
                () -> rig.sink().cutConnections()));
        return parts;
    }
}
