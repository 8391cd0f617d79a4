package io.postrider.sender.pace;

import io.postrider.mail.Recipient;
import io.postrider.store.limits.Booking.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When the recipients of a batch may be mailed.
 *
 * @param now recipients to be mailed now, spread in time
 * @param first when the first of them is mailed
 * @param spacing time between two of them
 * @param later recipients without a slot yet
 * @param slot their slot in the queue
 * @param returnAfter how long from now they should return
 */
public record Admission(
        List<Recipient> now,
        Duration first,
        Duration spacing,
        List<Recipient> later,
        Instant slot,
        Duration returnAfter) {

    static Admission all(List<Recipient> recipients) {
        return new Admission(recipients, Duration.ZERO, Duration.ZERO, List.of(), null, Duration.ZERO);
    }

    static Admission of(List<Recipient> recipients, Grant grant) {
        return new Admission(
                recipients.subList(0, grant.mails()),
                grant.start(),
                grant.spacing(),
                recipients.subList(grant.mails(), recipients.size()),
                grant.slot(),
                grant.returnAfter());
    }

    /** Whether they may be mailed with a delay, so that each must be compared with the ledger again first. */
    public boolean paced() {
        return !first.isZero() || !spacing.isZero();
    }

    /** Time until the recipient at this index is mailed. */
    Duration start(int place) {
        return spacing.isZero() ? first : first.plus(spacing.multipliedBy(place));
    }
}
