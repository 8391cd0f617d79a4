package io.postrider.sender.deliver;

import io.postrider.sender.Handover;
import java.util.concurrent.atomic.LongAdder;

/** Counts the results of the mails of one route. */
final class Tally {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private final LongAdder interrupted = new LongAdder();

    void count(Handover handover) {
        if (handover instanceof Handover.Accepted) {
            accepted.increment();
        } else if (handover instanceof Handover.Refused) {
            refused.increment();
        } else if (handover instanceof Handover.Unreachable) {
            unreachable.increment();
        } else {
            interrupted.increment();
        }
    }

    Transport.Figures figures(int waiting, int connections, int connecting, String fault) {
        return new Transport.Figures(
                waiting,
                connections,
                connecting,
                accepted.sum(),
                refused.sum(),
                unreachable.sum(),
                interrupted.sum(),
                fault);
    }
}
