package io.postrider.ingest.feedback.reports.listener;

import io.postrider.ingest.model.TokenBucket;
import io.postrider.ingest.web.ClientAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What each client did lately, over all its connections. Beyond a number of clients the one not seen for longest is forgotten. */
final class ClientLimits {
    /** Clients that are remembered; some hundred bytes each. */
    static final int REMEMBERED = 10_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /**
     * @param connections new ones in a minute
     * @param unknownRecipients in an hour
     * @param bytes of mails in a minute
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

    /** Counts a recipient that is not ours. @return whether the client may name another one */
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
