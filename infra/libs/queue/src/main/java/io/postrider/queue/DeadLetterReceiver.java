package io.postrider.queue;

import io.postrider.mail.Addresses;
import io.smallrye.mutiny.Uni;

/** Receives the dead letters: those moved by {@link BatchReceiver}, and those moved by the broker itself. */
public final class DeadLetterReceiver {
    static final String REASON = "reason";
    static final String ORIGIN = "origin";
    static final String KIND = "kind";
    static final String DELIVERIES = "deliveries";

    /** Stores a dead letter. */
    @FunctionalInterface
    public interface Handler {
        /** @return completes when the dead letter is stored, or must be left to a redelivery; then it is settled */
        Uni<Void> handle(DeadLetter deadLetter, UnsettledDelivery unsettled);
    }

    private final BrokerConnection connection;

    public DeadLetterReceiver(BrokerConnection connection) {
        this.connection = connection;
    }

    /**
     * @param credit dead letters that may be in progress at the same time
     * @see BrokerConnection#receive
     */
    public void receive(int credit, Handler handler) {
        connection.receive(Addresses.DEAD, credit, message -> handler.handle(deadLetter(message), message));
    }

    private static DeadLetter deadLetter(ReceivedMessage message) {
        String reported = message.property(REASON);
        if (reported != null) {
            return new DeadLetter(
                    orNowhere(message.property(ORIGIN)),
                    DeadLetter.Kind.of(message.property(KIND)),
                    reported,
                    number(message.property(DELIVERIES)),
                    message.body());
        }
        String origin = orNowhere(message.movedFrom());
        if (message.expired()) {
            return new DeadLetter(origin, DeadLetter.Kind.EXPIRED, "expired on " + origin, 0, message.body());
        }
        if (origin.equals(DeadLetter.NOWHERE)) {
            return new DeadLetter(origin, DeadLetter.Kind.OTHER, "reason unknown", 0, message.body());
        }
        String reason = "failed %d deliveries on %s".formatted(ReceivedMessage.MAX_DELIVERIES, origin);
        return new DeadLetter(origin, DeadLetter.Kind.FAILED, reason, ReceivedMessage.MAX_DELIVERIES, message.body());
    }

    private static String orNowhere(String origin) {
        return origin == null ? DeadLetter.NOWHERE : origin;
    }

    private static int number(String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
