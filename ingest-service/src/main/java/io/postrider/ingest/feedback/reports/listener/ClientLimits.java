package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.model.TokenBucket;
import io.postrider.ingest.web.ClientAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The recent activity of each client over all its connections. Beyond a maximum of clients, the least recently seen one
 * is forgotten.
 */
final class ClientLimits {
    /** Maximum clients remembered; a few hundred bytes each. */
    static final int REMEMBERED = 10_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * @param connections new connections per minute
     * @param unknownRecipients per hour
     * @param bytes of mails per minute
     */
    record Limits(int connections, int unknownRecipients, long bytes) {}

    private record History(TokenBucket connections, TokenBucket unknownRecipients, TokenBucket bytes) {}

    private final Limits limits;
    private final LongSupplier nanos;
    private final Map<ClientAddress, History> histories = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ClientAddress, History> eldest) {
            return size() > REMEMBERED;
        }
    };

    ClientLimits(Limits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** Counts a new connection, unless it is refused. */
    synchronized Optional<ConnectionRefusal> connect(ClientAddress client) {
        long now = nanos.getAsLong();
        History history = history(client, now);
        if (!history.unknownRecipients.isLeft(now)) {
            return Optional.of(ConnectionRefusal.CLIENT_GUESSES);
        }
        if (!history.bytes.isLeft(now)) {
            return Optional.of(ConnectionRefusal.CLIENT_BYTES);
        }
        if (!history.connections.isLeft(now)) {
            return Optional.of(ConnectionRefusal.CLIENT_RATE);
        }
        history.connections.take(1, now);
        return Optional.empty();
    }

    /**
     * Counts an unknown recipient.
     *
     * @return whether the client may try another one
     */
    synchronized boolean mayGuessOn(ClientAddress client) {
        long now = nanos.getAsLong();
        TokenBucket guesses = history(client, now).unknownRecipients;
        guesses.take(1, now);
        return guesses.isLeft(now);
    }

    synchronized boolean mayBring(ClientAddress client) {
        long now = nanos.getAsLong();
        return history(client, now).bytes.isLeft(now);
    }

    synchronized void brought(ClientAddress client, long bytes) {
        long now = nanos.getAsLong();
        history(client, now).bytes.take(bytes, now);
    }

    synchronized int remembered() {
        return histories.size();
    }

    private History history(ClientAddress client, long now) {
        return histories.computeIfAbsent(
                client,
                unknown -> new History(
                        new TokenBucket(limits.connections(), MINUTE, now),
                        new TokenBucket(limits.unknownRecipients(), HOUR, now),
                        new TokenBucket(limits.bytes(), MINUTE, now)));
    }
}
