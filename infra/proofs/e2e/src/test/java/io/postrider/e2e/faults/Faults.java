package io.postrider.e2e.faults;

import io.postrider.e2e.faults.rig.Clocks;
import io.postrider.e2e.faults.rig.DeadLetters;
import io.postrider.e2e.faults.rig.Rig;
import io.postrider.e2e.faults.rig.SystemSetup;
import io.postrider.local.LocalSystem;
import io.postrider.local.ServiceProcess;
import io.postrider.neighbours.net.LinkProxy;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/** All that a part, a link or a neighbour may do to the others. */
final class Faults {
    /** Outcomes that a sender may hold unsaved, {@code postrider.pace.unsaved-outcomes}. */
    private static final int GROUP_COMMIT = 1_000;

    /** What a sender that dies repeats at most: the open SMTP transactions and the outcomes of one group commit. */
    static final int CRASH = Rig.CONNECTIONS + GROUP_COMMIT;

    private static final Script SLOW =
            Script.at(SmtpStage.END_OF_DATA, Action.wait(Duration.ofMillis(50), Action.proceed()));
    private static final int STOPPED = 30;
    private static final int KILLS = 20;
    private static final int JUMP_SECONDS = 600;

    private Faults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        add(all, "a process killed", killed());
        add(all, "a process frozen for 30 s", stopped());
        add(all, "a link cut, slow, half closed or dead; a silent name server", links());
        add(all, "the mail server refuses or hangs", mailServer());
        add(all, "a process killed while the mail server is slow", killedInTheMiddle());
        add(all, "poison messages: batches redelivered until they become dead letters", batches());
        add(all, "the broker's disk full", disk());
        add(all, "one of two processes of a service killed", oneOfTwo());
        add(all, "one of two processes of a service killed, alternately, 20 times", killedOften());
        add(all, "rolling restart of all", restarts());
        if (Clocks.library().isPresent()) {
            add(all, "a clock jumps by 10 min, and back", clocks());
        }
        return all;
    }

    private static void add(List<Fault> all, String kind, List<Fault> faults) {
        faults.forEach(fault -> all.add(fault.kind(kind)));
    }

    private static List<Fault> killed() {
        return List.of(
                killed("ingest").inEachBuild(),
                killed("router").inEachBuild(),
                killed("sender").inEachBuild(),
                Fault.of(
                                "broker killed",
                                rig -> rig.system().broker().kill(),
                                rig -> rig.system().broker().start())
                        .inEachBuild(),
                Fault.of(
                                "PostgreSQL killed",
                                rig -> rig.system().database().kill(),
                                rig -> rig.system().database().start())
                        .inEachBuild());
    }

    /** What is delivered again then meets what is half done. */
    private static List<Fault> killedInTheMiddle() {
        return List.of(
                slowly(killed("router")),
                slowly(Fault.of(
                        "broker killed",
                        rig -> rig.system().broker().kill(),
                        rig -> rig.system().broker().start())));
    }

    private static Fault slowly(Fault fault) {
        return Fault.of(
                        fault.name() + ", mail server slow (50 ms)",
                        rig -> {
                            rig.sink().script(SLOW);
                            Rig.hold(Duration.ofSeconds(2));
                            fault.breaks().accept(rig);
                        },
                        rig -> {
                            fault.mends().accept(rig);
                            rig.sinkAsUsual();
                        })
                .copies(fault.most());
    }

    private static Fault killed(String service) {
        Function<Rig, ServiceProcess> victim = rig -> rig.system().service(service);
        return Fault.of(
                        service + " killed",
                        rig -> victim.apply(rig).kill(),
                        rig -> victim.apply(rig).start())
                .copies(repeatedBy(service));
    }

    private static List<Fault> stopped() {
        List<Fault> stopped = new ArrayList<>();
        for (String service : LocalSystem.SERVICES) {
            stopped.add(Fault.of(
                            service + " frozen",
                            rig -> rig.system().service(service).suspend(),
                            rig -> rig.system().service(service).resume())
                    .held(STOPPED)
                    .copies(service.equals("sender") ? Rig.CONNECTIONS : 0));
        }
        stopped.add(Fault.of(
                        "broker frozen",
                        rig -> rig.system().broker().suspend(),
                        rig -> rig.system().broker().resume())
                .held(STOPPED));
        stopped.add(Fault.of(
                        "PostgreSQL frozen",
                        rig -> rig.system().database().suspend(),
                        rig -> rig.system().database().resume())
                .held(STOPPED));
        return stopped;
    }

    private static List<Fault> links() {
        List<Fault> links = new ArrayList<>(failing("broker link", Rig::brokerLink));
        links.add(Fault.of("broker link half closed", rig -> rig.brokerLink().halfClose(), rig -> {})
                .held(2));
        links.add(Fault.of(
                        "broker link slow (200 ms)",
                        rig -> rig.brokerLink().slowDown(Duration.ofMillis(200)),
                        rig -> rig.brokerLink().mend())
                .held(15));
        links.addAll(failing("database link", Rig::databaseLink));
        links.addAll(SilentNames.faults());
        return links;
    }

    private static List<Fault> failing(String name, Function<Rig, LinkProxy> link) {
        Consumer<Rig> mend = rig -> link.apply(rig).mend();
        return List.of(
                Fault.of(name + " cut", rig -> link.apply(rig).cut(), mend)
                        .held(10)
                        .inEachBuild(),
                Fault.of(name + " silently dead", rig -> link.apply(rig).stall(), mend)
                        .held(STOPPED),
                Fault.of(
                        name + " forgotten by a firewall",
                        rig -> link.apply(rig).forget(),
                        rig -> {}),
                Fault.of(
                                name + " dead while connecting",
                                rig -> {
                                    link.apply(rig).cut();
                                    link.apply(rig).stall();
                                },
                                rig -> {
                                    link.apply(rig).forget();
                                    link.apply(rig).mend();
                                })
                        .held(8));
    }

    private static List<Fault> mailServer() {
        return List.of(
                Fault.of(
                                "mail server refuses (451)",
                                rig -> rig.sink()
                                        .script(Script.at(SmtpStage.MAIL, Action.answer(451, "4.3.2 Not now"))),
                                Rig::sinkAsUsual)
                        .held(10)
                        .inEachBuild(),
                Fault.of(
                                "mail server hangs before DATA",
                                rig -> rig.sink().script(Script.at(SmtpStage.MAIL, Action.hang())),
                                Rig::sinkAsUsual)
                        .held(10),
                Fault.of(
                                "mail server hangs after DATA, and has the mail",
                                rig -> rig.sink().script(Script.at(SmtpStage.END_OF_DATA, Action.takeAndClose())),
                                Rig::sinkAsUsual)
                        .held(1)
                        .copies(CRASH));
    }

    private static List<Fault> batches() {
        return List.of(
                Fault.of(
                                "poison on every queue",
                                rig -> Poison.everywhere(rig.system().broker()),
                                rig -> new DeadLetters(rig).discard(Poison.COUNT))
                        .inEachBuild(),
                Fault.of("batches redelivered until they are dead, then replayed", Redelivery::untilOneIsDead, rig -> {
                    rig.sinkAsUsual();
                    new DeadLetters(rig).replay();
                }));
    }

    private static List<Fault> disk() {
        return List.of(Fault.of("broker's disk full", Faults::fullDisk, rig -> {
                    rig.system().broker().kill();
                    rig.system().broker().start();
                })
                .held(10)
                .inEachBuild());
    }

    private static List<Fault> oneOfTwo() {
        return LocalSystem.SERVICES.stream()
                .map(service -> Fault.of(
                                "one of two of " + service + " killed",
                                rig -> rig.system().services(service).get(1).kill(),
                                rig -> {})
                        .in(SystemSetup.TWO)
                        .copies(repeatedBy(service)))
                .toList();
    }

    private static List<Fault> killedOften() {
        return LocalSystem.SERVICES.stream()
                .map(service -> Fault.of(service + " killed 20 times", rig -> killOften(rig, service), rig -> {})
                        .in(SystemSetup.TWO)
                        .copies(KILLS * repeatedBy(service)))
                .toList();
    }

    private static int repeatedBy(String service) {
        return service.equals("sender") ? CRASH : 0;
    }

    private static List<Fault> restarts() {
        return List.of(Fault.of("rolling restart of all", Faults::restartAll, rig -> {})
                .in(SystemSetup.TWO));
    }

    private static List<Fault> clocks() {
        List<Fault> clocks = new ArrayList<>();
        for (String service : LocalSystem.SERVICES) {
            for (int seconds : new int[] {JUMP_SECONDS, -JUMP_SECONDS}) {
                clocks.add(Fault.of(
                                "clock of %s %+d s, and back".formatted(service, seconds),
                                rig -> rig.clocks().set(service, seconds),
                                rig -> rig.clocks().set(service, 0))
                        .in(SystemSetup.CLOCKS)
                        .held(10));
            }
        }
        return clocks;
    }

    /** One or the other, at random moments, started again each time. */
    private static void killOften(Rig rig, String service) {
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            ServiceProcess victim = rig.system()
                    .services(service)
                    .get(random.nextInt(rig.surroundings().replicas()));
            Rig.hold(Duration.ofMillis(random.nextInt(3_000)));
            victim.kill();
            victim.start();
        }
    }

    private static void restartAll(Rig rig) {
        for (ServiceProcess process : rig.processes()) {
            process.stop();
            process.start();
        }
    }

    /** With a limit of 0 percent every disk is full. */
    private static void fullDisk(Rig rig) {
        rig.system().broker().kill();
        rig.system().broker().start(List.of("-Dbroker.max-disk-usage=0"));
    }
}
