package io.postrider.queue;

import io.postrider.mail.Addresses;
import io.smallrye.mutiny.Uni;

/** Receives the dead letters: those that {@link BatchInlet} buried, and those that the broker itself put there. */
public final class DeadInlet {
    static final String REASON = "reason";
    static final String ORIGIN = "origin";
    static final String KIND = "kind";
    static final String DELIVERIES = "deliveries";

    // What the broker writes on a message that it moves. It restarts the count of deliveries.
    private static final String MOVED_FROM = "x-opt-ORIG-ADDRESS";
    private static final String EXPIRED_AT = "x-opt-ACTUAL-EXPIRY";

    /** What keeps a dead letter. */
    @FunctionalInterface
    public interface Handler {
        /** @return completes when the letter is safe elsewhere, or must be left; then it is settled */
        Uni<Void> handle(DeadLetter letter, Custody custody);
    }

    private final BrokerLink link;

    public DeadInlet(BrokerLink link) {
        this.link = link;
    }

    /**
     * @param credit letters that may be in progress at the same time
     * @see BrokerLink#receive
     */
    public void receive(int credit, Handler handler) {
        link.receive(Addresses.DEAD, credit, arrival -> handler.handle(letter(arrival), arrival));
    }

    private static DeadLetter letter(Arrival arrival) {
        String told = arrival.property(REASON);
        if (told != null) {
            return new DeadLetter(
                    orNowhere(arrival.property(ORIGIN)),
                    DeadLetter.Kind.of(arrival.property(KIND)),
                    told,
                    number(arrival.property(DELIVERIES)),
                    arrival.body());
        }
        String origin = orNowhere(arrival.annotation(MOVED_FROM));
        if (arrival.annotation(EXPIRED_AT) != null) {
            return new DeadLetter(origin, DeadLetter.Kind.EXPIRED, "expired on " + origin, 0, arrival.body());
        }
        if (origin.equals(DeadLetter.NOWHERE)) {
            return new DeadLetter(origin, DeadLetter.Kind.OTHER, "nothing says why", 0, arrival.body());
        }
        String reason = "failed %d deliveries on %s".formatted(Arrival.MOST_DELIVERIES, origin);
        return new DeadLetter(origin, DeadLetter.Kind.FAILED, reason, Arrival.MOST_DELIVERIES, arrival.body());
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
