package io.postrider.sender.pace;

import io.postrider.mail.Recipient;
import io.postrider.store.limits.Booking.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When the recipients of a batch may be mailed.
 *
 * @param now recipients that go now, spread in time
 * @param first when the first of them goes
 * @param spacing between two of them
 * @param later recipients without a slot yet
 * @param turn their position in the queue
 * @param comeBack when they should be back
 */
public record Admission(
        List<Recipient> now, Duration first, Duration spacing, List<Recipient> later, Instant turn, Duration comeBack) {

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

    /** Whether they go later than they were looked up. */
    public boolean paced() {
        return !first.isZero() || !spacing.isZero();
    }

    /** From now until the one at this place goes. */
    Duration start(int place) {
        return spacing.isZero() ? first : first.plus(spacing.multipliedBy(place));
    }
}
