package io.postrider.sender.settle;

import io.postrider.contract.Batch;
import io.postrider.contract.Recipient;
import io.postrider.ledger.Outcome;
import io.postrider.ledger.Outcome.Cause;
import io.postrider.ledger.State;
import io.postrider.sender.Attempt;
import io.postrider.sender.Handover;
import io.postrider.sender.Reply;
import java.time.Instant;

/** What an attempt means for the delivery: temporary by default, permanent only on the server's word. */
final class Outcomes {
    private Outcomes() {}

    static Outcome of(Batch batch, Recipient recipient, Attempt attempt, Instant now) {
        State state = State.DEFERRED;
        Cause cause;
        if (attempt.handover() instanceof Handover.Accepted accepted) {
            state = State.DELIVERED;
            cause = cause(attempt.route(), accepted.reply());
        } else if (attempt.handover() instanceof Handover.Refused refused) {
            state = refused.reply().permanent() ? State.BOUNCED : State.DEFERRED;
            cause = cause(attempt.route(), refused.reply());
        } else if (attempt.handover() instanceof Handover.Unreachable unreachable) {
            cause = unreachable.reply() == null
                    ? new Cause(attempt.route(), 0, null, unreachable.why())
                    : cause(attempt.route(), unreachable.reply());
        } else {
            cause = new Cause(attempt.route(), 0, null, ((Handover.Interrupted) attempt.handover()).why());
        }
        return Outcome.of(batch, recipient, state, batch.attempt(), now, cause);
    }

    private static Cause cause(String route, Reply reply) {
        return new Cause(route, reply.code(), reply.enhancedCode(), reply.text());
    }
}
