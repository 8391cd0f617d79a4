package io.postrider.router.screen;

import io.postrider.mail.Batch;
import io.postrider.mail.MessageHead;
import io.postrider.mail.Recipient;
import io.postrider.mail.TestAddress;
import io.postrider.store.deliveries.Halt;
import io.postrider.store.deliveries.Outcome;
import io.postrider.store.deliveries.Outcome.Cause;
import io.postrider.store.deliveries.Standing;
import io.postrider.store.deliveries.State;
import io.postrider.store.suppressions.Suppression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The decision on a batch's recipients.
 *
 * @param kept recipients that are forwarded
 * @param outcomes recipients that reach a final state here, and why
 * @param repeated number of recipients handled before
 */
record Verdict(List<Recipient> kept, List<Outcome> outcomes, int repeated) {

    /**
     * @param standings states of the deliveries, by ordinal; new ones are absent
     * @param suppressed suppression reasons of the batch's addresses, by address
     */
    static Verdict of(Batch batch, Map<Integer, Standing> standings, Map<String, Suppression> suppressed, Instant now) {
        List<Recipient> kept = new ArrayList<>(batch.recipients().size());
        List<Outcome> outcomes = new ArrayList<>();
        int repeated = 0;
        boolean expired = !now.isBefore(batch.message().expiresAt());
        for (Recipient recipient : batch.recipients()) {
            Standing standing = standings.getOrDefault(recipient.ordinal(), Standing.FRESH);
            Suppression suppression = suppression(batch, recipient, suppressed);
            // A recipient refused in this attempt has its next attempt in another batch. If that batch is lost, this
            // one sets the final state.
            if (standing.state().isFinal() || (standing.covers(batch.attempt()) && !expired)) {
                repeated++;
            } else if (standing.halt() == Halt.CANCELLED) {
                outcomes.add(end(batch, recipient, standing, State.CANCELLED, now, "the message was cancelled"));
            } else if (suppression != null) {
                outcomes.add(end(batch, recipient, standing, State.SUPPRESSED, now, suppression.words()));
            } else if (expired) {
                outcomes.add(end(
                        batch, recipient, standing, State.EXPIRED, now, "not delivered before the message expired"));
            } else {
                kept.add(recipient);
            }
        }
        return new Verdict(kept, outcomes, repeated);
    }

    /** Why a recipient must not be mailed, or null. Clients may suppress test addresses as well. */
    private static Suppression suppression(Batch batch, Recipient recipient, Map<String, Suppression> suppressed) {
        Suppression known = suppressed.get(recipient.email());
        if (known != null || TestAddress.of(recipient.email()).orElse(null) != TestAddress.SUPPRESSED) {
            return known;
        }
        MessageHead head = batch.message();
        return new Suppression(recipient.email(), "test address", TestAddress.DOMAIN, head.acceptedAt());
    }

    private static Outcome end(
            Batch batch, Recipient recipient, Standing standing, State state, Instant now, String reason) {
        int attempts = Math.max(batch.attempt() - 1, standing.attempts());
        return Outcome.of(batch, recipient, state, attempts, now, Cause.ours(reason));
    }
}
