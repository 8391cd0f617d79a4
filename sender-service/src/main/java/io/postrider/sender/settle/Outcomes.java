package io.postrider.sender.settle;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.sender.model.Attempt;
import io.postrider.sender.model.Handover;
import io.postrider.sender.model.Reply;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.deliveries.State;
import java.time.Instant;

/** What an attempt means for the delivery: temporary by default, permanent only if the server says so. */
final class Outcomes {
    private Outcomes() {}

    static Outcome of(Batch batch, Recipient recipient, Attempt attempt, Instant now) {
        Handover handover = attempt.handover();
        if (handover instanceof Handover.Accepted accepted) {
            return outcome(batch, recipient, State.DELIVERED, now, cause(attempt, accepted.reply(), null));
        } else if (handover instanceof Handover.Refused refused) {
            State state = refused.reply().permanent() && !attempt.ofRoute() ? State.BOUNCED : State.DEFERRED;
            return outcome(batch, recipient, state, now, cause(attempt, refused.reply(), null));
        } else if (handover instanceof Handover.Unreachable unreachable) {
            Cause cause = cause(attempt, unreachable.reply(), unreachable.why());
            return unreachable.begun()
                    ? outcome(batch, recipient, State.DEFERRED, now, cause)
                    : unseen(batch, recipient, cause, now);
        }
        String why = ((Handover.Interrupted) handover).why();
        return outcome(batch, recipient, State.DEFERRED, now, cause(attempt, null, why));
    }

    /** No server has seen the mail, so the attempt does not count. */
    static Outcome unseen(Batch batch, Recipient recipient, Cause cause, Instant now) {
        return Outcome.of(batch, recipient, State.DEFERRED, batch.attempt() - 1, now, cause);
    }

    private static Outcome outcome(Batch batch, Recipient recipient, State state, Instant now, Cause cause) {
        return Outcome.of(batch, recipient, state, batch.attempt(), now, cause);
    }

    private static Cause cause(Attempt attempt, Reply reply, String why) {
        return reply == null
                ? new Cause(attempt.route(), 0, null, why, attempt.bounce())
                : new Cause(attempt.route(), reply.code(), reply.enhancedCode(), reply.text(), attempt.bounce());
    }
}
