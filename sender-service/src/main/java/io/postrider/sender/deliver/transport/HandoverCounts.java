package io.postrider.sender.deliver.transport;

import io.postrider.sender.model.Handover;
import java.util.concurrent.atomic.LongAdder;

/** Counts the results of the mails of one route. */
public final class HandoverCounts {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private final LongAdder interrupted = new LongAdder();

    public void count(Handover handover) {
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

    public Transport.Figures figures(int waiting, int connections, int connecting, String fault) {
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
