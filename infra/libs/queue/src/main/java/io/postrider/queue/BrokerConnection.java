package io.postrider.queue;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A connection to the message broker that reconnects until it is closed. {@code QueueContract} is the test that every
 * implementation passes on its real broker. Callable from any thread.
 */
public interface BrokerConnection {
    /** Features in which brokers differ. A missing one must not change an outcome, only its cost. */
    enum Capability {
        /** A second message with the same {@link OutgoingMessage#duplicateId} on the same address is dropped. */
        DUPLICATE_DETECTION,
        /** {@link #depths} returns the number of messages that each address keeps. */
        DEPTHS,
        /** A message with a higher priority overtakes those in memory. */
        PRIORITIES
    }

    Set<Capability> capabilities();

    /** Starts connecting; returns immediately. */
    void open();

    boolean up();

    /** Why the connection is down, for health data; empty while it is up. */
    Optional<String> lastFailure();

    /**
     * A second connection of the same service on a different event loop, so that the messages of one do not wait for those of
     * the other. Opened and closed separately. The loss of the broker is logged once for both.
     *
     * @param purpose becomes part of its name on the broker
     */
    BrokerConnection another(String purpose);

    /**
     * Publishes a durable message. Completes when the broker has accepted it, which is after the broker has synced it
     * to disk. Fails with {@link BrokerException} immediately if the connection is down or lost or the broker refuses,
     * and after the publish timeout; the broker may have stored the message nevertheless.
     */
    Uni<Void> publish(OutgoingMessage message);

    /**
     * Receives from an address until the connection is closed. At most {@code credit} messages are unsettled at any
     * time. A message is accepted when the handler's Uni completes, and returned as failed when it fails.
     */
    void receive(String address, int credit, Function<ReceivedMessage, Uni<Void>> handler);

    /**
     * The number of messages on each of our addresses, ordered by address, all of about the same moment. Fails with
     * {@link BrokerException} if the broker is down, does not respond in time or does not have {@link
     * Capability#DEPTHS}.
     */
    Uni<Collection<QueueDepth>> depths();

    /** Stops receiving, waits up to {@code grace} for work in progress, returns the rest to the broker and closes. */
    Uni<Void> close(Duration grace);
}
