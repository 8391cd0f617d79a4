package io.postrider.e2e.faults;

import io.postrider.e2e.faults.rig.DeadLetters;
import io.postrider.e2e.faults.rig.Rig;
import io.postrider.neighbours.smtp.Action;
import io.postrider.neighbours.smtp.Script;
import io.postrider.neighbours.smtp.SmtpStage;
import java.time.Duration;
import java.util.List;

/** Batches that repeatedly lose their link while in progress, until the broker stops delivering them. */
final class Redelivery {
    private static final int MOST_CUTS = 60;
    private static final Duration AT_WORK = Duration.ofSeconds(1);

    private Redelivery() {}

    static void untilOneIsDead(Rig rig) {
        rig.system().broker().stop();
        rig.system().broker().start(List.of("-Dbroker.redelivery-delay=100", "-Dbroker.max-redelivery-delay=100"));
        rig.sink().script(Script.at(SmtpStage.END_OF_DATA, Action.wait(Duration.ofMillis(500), Action.proceed())));
        DeadLetters dead = new DeadLetters(rig);
        for (int cut = 0; cut < MOST_CUTS && dead.waiting().isEmpty(); cut++) {
            Rig.hold(AT_WORK);
            rig.brokerLink().cut();
            rig.brokerLink().mend();
        }
        if (dead.waiting().isEmpty()) {
            throw new AssertionError("no batch was dead after " + MOST_CUTS + " deliveries");
        }
    }
}
