package io.postrider.contract;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Up to {@value Limits#BATCH_RECIPIENTS} recipients of one message that travel as one broker message. A single mail is a
 * batch of one.
 *
 * @param id names the batch, also for the broker's duplicate detection
 * @param message what it must know of its message
 * @param attempt the attempt that is about to be made for these recipients, from 1
 * @param site the mailbox provider that all recipients share, or null: not decided yet, or none in particular
 * @param routes the ways out in the order in which they are tried; empty before the router has decided, or if none takes it
 * @param recipients at least one
 */
public record Batch(
        UUID id, MessageHead message, int attempt, String site, List<String> routes, List<Recipient> recipients) {
    public Batch {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(message, "message");
        routes = List.copyOf(routes);
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty() || recipients.size() > Limits.BATCH_RECIPIENTS) {
            throw new IllegalArgumentException("recipients: a batch has 1 to %d of them, this one has %d"
                    .formatted(Limits.BATCH_RECIPIENTS, recipients.size()));
        }
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt: counted from 1, this is " + attempt);
        }
    }

    /** A new submission: no attempt made, no way chosen. */
    public static Batch submitted(UUID id, MessageHead message, List<Recipient> recipients) {
        return new Batch(id, message, 1, null, List.of(), recipients);
    }

    public Batch withMessage(MessageHead head) {
        return new Batch(id, head, attempt, site, routes, recipients);
    }

    public Batch withRecipients(List<Recipient> kept) {
        return new Batch(id, message, attempt, site, routes, kept);
    }

    /** The batch of those recipients who are tried once more: no way chosen, its id the same if this is done twice. */
    public Batch retry(List<Recipient> deferred) {
        return new Batch(derivedId("retry"), message, attempt + 1, null, List.of(), deferred);
    }

    /**
     * A batch that follows from this one. Its id is derived from this one's and the reason (RFC 9562, version 3), so that
     * the same step done twice after a crash publishes the same id and the broker drops the second.
     */
    public UUID derivedId(String reason) {
        return UUID.nameUUIDFromBytes((id + "/" + attempt + "/" + reason).getBytes(StandardCharsets.UTF_8));
    }
}
