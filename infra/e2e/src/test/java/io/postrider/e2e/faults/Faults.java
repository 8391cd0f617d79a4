package io.postrider.e2e.faults;

import io.postrider.local.ServiceProcess;
import io.postrider.local.smtp.Action;
import io.postrider.local.smtp.Script;
import io.postrider.local.smtp.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** All that a part, a link or a neighbour may do to the others. */
final class Faults {
    /** Outcomes that a sender may hold unsaved, {@code postrider.pace.unsaved-outcomes}. */
    private static final int GROUP_COMMIT = 1_000;

    /** What a sender that dies repeats at most: the open SMTP transactions and the outcomes of one group commit. */
    static final int CRASH = Rig.CONNECTIONS + GROUP_COMMIT;

    private static final int STOPPED = 30;
    private static final int KILLS = 20;
    private static final int JUMP_SECONDS = 600;

    private Faults() {}

    static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(killed());
        all.addAll(stopped());
        all.addAll(links());
        all.addAll(neighbours());
        all.addAll(ofTwo());
        if (Clocks.library().isPresent()) {
            all.addAll(clocks());
        }
        return all;
    }

    private static List<Fault> killed() {
        return List.of(
                killed("ingest", 0).inEachBuild(),
                killed("router", 0).inEachBuild(),
                killed("sender", CRASH).inEachBuild(),
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

    private static Fault killed(String service, int copies) {
        Function<Rig, ServiceProcess> victim = rig -> rig.system().service(service);
        return Fault.of(
                        service + " killed",
                        rig -> victim.apply(rig).kill(),
                        rig -> victim.apply(rig).start())
                .copies(copies);
    }

    private static List<Fault> stopped() {
        List<Fault> stopped = new ArrayList<>();
        for (String service : List.of("ingest", "router", "sender")) {
            stopped.add(Fault.of(
                            service + " stands still",
                            rig -> rig.system().service(service).suspend(),
                            rig -> rig.system().service(service).resume())
                    .held(STOPPED)
                    .copies(service.equals("sender") ? Rig.CONNECTIONS : 0));
        }
        stopped.add(Fault.of(
                        "broker stands still",
                        rig -> rig.system().broker().suspend(),
                        rig -> rig.system().broker().resume())
                .held(STOPPED));
        stopped.add(Fault.of(
                        "PostgreSQL stands still",
                        rig -> rig.system().database().suspend(),
                        rig -> rig.system().database().resume())
                .held(STOPPED));
        return stopped;
    }

    private static List<Fault> links() {
        return List.of(
                Fault.of(
                                "broker link cut",
                                rig -> rig.brokerLink().cut(),
                                rig -> rig.brokerLink().mend())
                        .held(10)
                        .inEachBuild(),
                Fault.of(
                                "broker link dead, nobody is told",
                                rig -> rig.brokerLink().stall(),
                                rig -> rig.brokerLink().mend())
                        .held(STOPPED),
                Fault.of(
                        "broker link forgotten by a firewall",
                        rig -> rig.brokerLink().forget(),
                        rig -> {}),
                Fault.of(
                        "database link forgotten by a firewall",
                        rig -> rig.databaseLink().forget(),
                        rig -> {}),
                Fault.of(
                                "broker link dead while it is opened",
                                rig -> {
                                    rig.brokerLink().cut();
                                    rig.brokerLink().stall();
                                },
                                rig -> {
                                    rig.brokerLink().forget();
                                    rig.brokerLink().mend();
                                })
                        .held(8),
                Fault.of(
                                "database link dead while it is opened",
                                rig -> {
                                    rig.databaseLink().cut();
                                    rig.databaseLink().stall();
                                },
                                rig -> {
                                    rig.databaseLink().forget();
                                    rig.databaseLink().mend();
                                })
                        .held(8),
                Fault.of("broker link half closed", rig -> rig.brokerLink().halfClose(), rig -> {})
                        .held(2),
                Fault.of(
                                "broker link slow (200 ms)",
                                rig -> rig.brokerLink().slowDown(Duration.ofMillis(200)),
                                rig -> rig.brokerLink().mend())
                        .held(15),
                Fault.of(
                                "database link cut",
                                rig -> rig.databaseLink().cut(),
                                rig -> rig.databaseLink().mend())
                        .held(10)
                        .inEachBuild(),
                Fault.of(
                                "database link dead, nobody is told",
                                rig -> rig.databaseLink().stall(),
                                rig -> rig.databaseLink().mend())
                        .held(STOPPED));
    }

    private static List<Fault> neighbours() {
        return List.of(
                Fault.of(
                                "mail server refuses (451)",
                                rig -> rig.sink().script(Script.at(Stage.MAIL, Action.answer(451, "4.3.2 Not now"))),
                                Rig::sinkAsUsual)
                        .held(10)
                        .inEachBuild(),
                Fault.of(
                                "mail server hangs before DATA",
                                rig -> rig.sink().script(Script.at(Stage.MAIL, Action.hang())),
                                Rig::sinkAsUsual)
                        .held(10),
                Fault.of(
                                "mail server hangs after DATA, and has the mail",
                                rig -> rig.sink().script(Script.at(Stage.END_OF_DATA, Action.takeAndClose())),
                                Rig::sinkAsUsual)
                        .held(1)
                        .copies(CRASH),
                Fault.of(
                                "poison on every queue",
                                rig -> Poison.everywhere(rig.system().broker().url()),
                                rig -> new DeadLetters(rig).discard(Poison.COUNT))
                        .inEachBuild(),
                Fault.of("batches redelivered until they are dead, then replayed", Redelivery::untilOneIsDead, rig -> {
                    rig.sinkAsUsual();
                    new DeadLetters(rig).replay();
                }),
                Fault.of("broker's disk full", Faults::fullDisk, rig -> {
                            rig.system().broker().kill();
                            rig.system().broker().start();
                        })
                        .held(10)
                        .inEachBuild());
    }

    private static List<Fault> ofTwo() {
        List<Fault> ofTwo = new ArrayList<>();
        for (String service : List.of("ingest", "router", "sender")) {
            int copies = service.equals("sender") ? CRASH : 0;
            ofTwo.add(Fault.of(
                            "one of two of " + service + " killed",
                            rig -> rig.system().services(service).get(1).kill(),
                            rig -> {})
                    .ofTwo()
                    .copies(copies));
            ofTwo.add(Fault.of(service + " killed 20 times", rig -> killOften(rig, service), rig -> {})
                    .ofTwo()
                    .copies(KILLS * copies));
        }
        ofTwo.add(Fault.of("rolling restart of all", Faults::restartAll, rig -> {})
                .ofTwo());
        return ofTwo;
    }

    private static List<Fault> clocks() {
        List<Fault> clocks = new ArrayList<>();
        for (String service : List.of("ingest", "router", "sender")) {
            for (int seconds : new int[] {JUMP_SECONDS, -JUMP_SECONDS}) {
                clocks.add(Fault.of(
                                "clock of %s %+d s, and back".formatted(service, seconds),
                                rig -> rig.clocks().set(service, seconds),
                                rig -> rig.clocks().set(service, 0))
                        .ofClocks()
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
