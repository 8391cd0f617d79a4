package io.postrider.sender.deliver.transport;

import io.postrider.mail.Lane;
import io.postrider.sender.model.ComposedMail;
import io.postrider.sender.model.Draft;
import io.postrider.sender.model.Handover;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Speaks to the mail server of one route. Safe for use by many threads. */
public interface Transport {

    /**
     * Hands over one mail when the result is subscribed to; each subscription is a separate handover.
     *
     * <p>Mails wait in a queue for each lane. The queue is bounded only by the number of handovers that the caller has
     * in progress. A waiting mail costs little, as it is composed only when a connection is free to carry it.
     *
     * @return completes with the result, on an event loop (do not block there); fails only if the mail cannot be
     *     composed
     */
    Uni<Handover> deliver(Draft draft, Lane lane);

    /** The same for a composed mail. */
    default Uni<Handover> deliver(ComposedMail mail, Lane lane) {
        return deliver(Draft.of(mail), lane);
    }

    /** Its state, for health and metrics. Cheap. */
    Figures figures();

    /**
     * Accepts no more mails. Waiting mails are answered {@code Unreachable}, mails in progress are finished, and the
     * connections are closed with QUIT.
     *
     * @param grace after which open connections are cut
     * @return completes when the last connection is closed
     */
    Uni<Void> close(Duration grace);

    /**
     * @param waiting mails waiting for a free connection
     * @param connections open now
     * @param connecting connections being opened
     * @param accepted mails the server has accepted since the start
     * @param refused mails it refused
     * @param unreachable mails for which no server was reachable
     * @param interrupted mails whose outcome is unknown
     * @param fault why no connection is possible at present, or null
     */
    record Figures(
            int waiting,
            int connections,
            int connecting,
            long accepted,
            long refused,
            long unreachable,
            long interrupted,
            String fault) {}
}
