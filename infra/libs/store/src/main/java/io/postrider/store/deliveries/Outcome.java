package io.postrider.store.deliveries;

import io.postrider.mail.Batch;
import io.postrider.mail.Recipient;
import io.postrider.replies.Bounce;
import io.postrider.text.OutsideText;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * The result of one delivery in a step.
 *
 * @param message the message
 * @param ordinal the recipient in it
 * @param audience the number of the message's recipients, which decides how its counts are kept
 * @param state any but {@link State#QUEUED}
 * @param attempt the attempt of this outcome, from 1; if no server has seen the mail, the previous attempt, from 0
 * @param at when it was known
 * @param cause the mail server's reply or our own reason
 */
public record Outcome(UUID message, int ordinal, int audience, State state, int attempt, Instant at, Cause cause) {

    /** Maximum characters of a reply that are stored. */
    public static final int REPLY_LENGTH = 500;

    /**
     * @param route the route that was tried, or null
     * @param code the SMTP reply code, or 0
     * @param enhancedCode the RFC 3463 code, or null
     * @param reply the remote text, clean, or our own reason; null if there is none
     * @param bounce the meaning of a refusal, or null if it is not a mail server's refusal
     */
    public record Cause(String route, int code, String enhancedCode, String reply, Bounce bounce) {
        public Cause {
            reply = OutsideText.clean(reply, REPLY_LENGTH);
        }

        public Cause(String route, int code, String enhancedCode, String reply) {
            this(route, code, enhancedCode, reply, null);
        }

        public static Cause ours(String reason) {
            return new Cause(null, 0, null, reason);
        }
    }

    public Outcome {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(cause, "cause");
        if (state == State.QUEUED) {
            throw new IllegalArgumentException("state: queued is the initial state, not an outcome");
        }
    }

    public static Outcome of(Batch batch, Recipient recipient, State state, int attempt, Instant at, Cause cause) {
        return new Outcome(
                batch.message().id(), recipient.ordinal(), batch.message().audience(), state, attempt, at, cause);
    }
}
