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
 * @param id names the batch, also for the broker's duplicate detection
 * @param message what it must know of its message
 * @param attempt the attempt that is about to be made for these recipients, from 1
 * @param site the mailbox provider that all recipients share, or null: not decided yet, or none in particular
 * @param routes the routes in the order in which they are tried; empty before the router has decided, or if none matches
 * @param turn when its slot is due in the queue of a limited route, or null: it has not queued
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
            throw new IllegalArgumentException("attempt: counted from 1, this is " + attempt);
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

    public Batch withoutTurn() {
        return turn == null ? this : new Batch(id, message, attempt, site, routes, null, recipients);
    }

    /**
     * The batch of this one's recipients that take the given routes.
     *
     * @param group all of this batch with these routes; its id is derived from them, so it is the same when some are finished
     * @param those the outstanding recipients of the group
     */
    public Batch routed(String chosenSite, List<String> chosenRoutes, List<Recipient> group, List<Recipient> those) {
        return new Batch(derivedId("route", group), message, attempt, chosenSite, chosenRoutes, turn, those);
    }

    /** The batch of refused recipients that are tried again: no route chosen. */
    public Batch retry(List<Recipient> deferred) {
        return new Batch(derivedId("retry", deferred), message, attempt + 1, null, List.of(), null, deferred);
    }

    /** The batch of those recipients that no server has seen. The same attempt is made later, over a newly chosen route. */
    public Batch again(List<Recipient> unseen) {
        return new Batch(derivedId("again", unseen), message, attempt, null, List.of(), null, unseen);
    }

    /** The batch of recipients that wait for a slot of a limited route. */
    public Batch inLine(Instant comes, List<Recipient> waiting) {
        return new Batch(derivedId("line", waiting), message, attempt, site, routes, comes, waiting);
    }

    /**
     * The id of a batch that follows from this one, made of this one's, the reason and the recipients (RFC 9562, version 8). It begins
     * with this one's time, so that a row of the outbox with it belongs to this one's partition.
     * A step that is repeated after a crash publishes the same id, in whatever order its replies came, and the broker drops
     * the second. If the second has other recipients, it is another batch: else those who are not in the first were lost.
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
