package io.postrider.mail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Up to {@value Limits#BATCH_RECIPIENTS} recipients of one message that travel as one broker message. A single mail is a
 * batch of one.
 *
 * @param id identifies the batch, also for the broker's duplicate detection
 * @param message head of its message
 * @param attempt the number of the next attempt for these recipients, from 1
 * @param site the mailbox provider that all recipients share, or null if not decided yet, or if there is none
 * @param routes the routes in the order in which they are tried; empty before the router has decided, or if none
 *     matches
 * @param turn when its slot on a limited route is due, or null if it has none
 * @param recipients at least one
 */
public record Batch(
        UUID id,
        MessageHead message,
        int attempt,
        String site,
        List<String> routes,
        Instant turn,
        List<Recipient> recipients) {
    /** The bits of a UUIDv7 that are its time in milliseconds. */
    private static final long TIME = 0xffff_ffff_ffff_0000L;

    private static final long VERSION_8 = 0x8000L;
    private static final long AFTER_VERSION = 0x0fffL;

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
            throw new IllegalArgumentException("attempt: must be at least 1, not " + attempt);
        }
    }

    /** A new submission: no attempt made, no route chosen. */
    public static Batch submitted(UUID id, MessageHead message, List<Recipient> recipients) {
        return new Batch(id, message, 1, null, List.of(), null, recipients);
    }

    public Batch withMessage(MessageHead head) {
        return new Batch(id, head, attempt, site, routes, turn, recipients);
    }

    public Batch withRecipients(List<Recipient> kept) {
        return new Batch(id, message, attempt, site, routes, turn, kept);
    }

    /**
     * AMQP priority of the batch, 0 to 9. One whose slot on a limited route is due gets the highest, so that other mail
     * cannot make it miss the slot.
     *
     * @param otherwise of a batch without a slot
     */
    public int priority(int otherwise) {
        return turn == null ? otherwise : Limits.HIGHEST_PRIORITY;
    }

    public Batch withoutTurn() {
        return turn == null ? this : new Batch(id, message, attempt, site, routes, null, recipients);
    }

    /**
     * The batch of those recipients that take the given routes.
     *
     * @param group all recipients of this batch with these routes; the new id is derived from them, so it stays the
     *     same when some are finished
     * @param those the outstanding recipients of the group
     */
    public Batch routed(String chosenSite, List<String> chosenRoutes, List<Recipient> group, List<Recipient> those) {
        return new Batch(derivedId("route", group), message, attempt, chosenSite, chosenRoutes, turn, those);
    }

    /** The batch of temporarily refused recipients for the next attempt, without a route. */
    public Batch retry(List<Recipient> deferred) {
        return new Batch(derivedId("retry", deferred), message, attempt + 1, null, List.of(), null, deferred);
    }

    /** The batch of recipients that no server has seen. The same attempt is made later, over a newly chosen route. */
    public Batch again(List<Recipient> unseen) {
        return new Batch(derivedId("again", unseen), message, attempt, null, List.of(), null, unseen);
    }

    /** The batch of recipients waiting for a slot of a limited route. */
    public Batch withSlot(Instant slot, List<Recipient> waiting) {
        return new Batch(derivedId("line", waiting), message, attempt, site, routes, slot, waiting);
    }

    /**
     * The id of a batch derived from this one: this one's time, and a hash of this one's id, the reason and the recipients
     * (RFC 9562, version 8). A step that is repeated after a crash makes the same id, whatever the order of its replies,
     * and the broker or the outbox drops the duplicate. With other recipients it is a different batch; otherwise
     * recipients missing in the first one would be lost. Since it begins with this one's time, a row of the outbox with
     * it belongs to this one's partition.
     */
    private UUID derivedId(String reason, List<Recipient> those) {
        StringBuilder name = new StringBuilder(80 + 4 * those.size())
                .append(id)
                .append('/')
                .append(attempt)
                .append('/')
                .append(reason);
        those.stream()
                .mapToInt(Recipient::ordinal)
                .sorted()
                .forEach(ordinal -> name.append('/').append(ordinal));
        UUID hash = UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8));
        long first = id.getMostSignificantBits() & TIME | VERSION_8 | hash.getMostSignificantBits() & AFTER_VERSION;
        return new UUID(first, hash.getLeastSignificantBits());
    }
}
