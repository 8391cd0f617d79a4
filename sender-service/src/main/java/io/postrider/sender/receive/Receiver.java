package io.postrider.sender.receive;

import io.postrider.mail.Addresses;
import io.postrider.mail.Batch;
import io.postrider.mail.Lane;
import io.postrider.mail.Recipient;
import io.postrider.queue.BatchReceiver;
import io.postrider.queue.BrokerSettings;
import io.postrider.queue.LaneConnections;
import io.postrider.sender.model.BatchRecipients;
import io.postrider.sender.model.SenderMeters;
import io.postrider.sender.model.SenderSettings;
import io.postrider.store.deliveries.Halt;
import io.postrider.store.deliveries.Ledger;
import io.postrider.store.deliveries.Standing;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The door of sender-service. */
@ApplicationScoped
public class Receiver {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final LaneConnections links;
    private final Duration grace;
    private final SenderSettings.Receive settings;
    private final Ledger ledger;
    private final SenderMeters meters;
    private final BatchesInProgress atWork = new BatchesInProgress();

    public Receiver(
            LaneConnections links, BrokerSettings broker, SenderSettings settings, Ledger ledger, SenderMeters meters) {
        this.links = links;
        this.grace = broker.grace();
        this.settings = settings.receive();
        this.ledger = ledger;
        this.meters = meters;
    }

    public void open(BatchReceiver.Handler handler) {
        for (Lane lane : Lane.values()) {
            BatchReceiver receiver = new BatchReceiver(links.of(lane));
            receiver.receive(Addresses.outbound(lane), credit(lane), (batch, unsettled) -> {
                meters.received(lane, batch.recipients().size());
                return atWork.alone(batch, Uni.createFrom().deferred(() -> handler.handle(batch, unsettled)));
            });
        }
        links.open();
    }

    /** Takes no more, and returns when what was begun is finished or, after the grace time, handed back. */
    public void close() {
        links.close(grace).await().atMost(grace.plus(CLOSING));
    }

    /** What is left to do of a batch. Waits while PostgreSQL is away. */
    public Uni<BatchRecipients> compare(Batch batch) {
        return ledger.standings(batch).map(standings -> compare(batch, standings));
    }

    private BatchRecipients compare(Batch batch, Map<Integer, Standing> standings) {
        if (standings.isEmpty()) {
            return new BatchRecipients(batch.recipients(), List.of(), List.of());
        }
        BatchRecipients work = new BatchRecipients(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int finished = 0;
        for (Recipient recipient : batch.recipients()) {
            Standing standing = standings.getOrDefault(recipient.ordinal(), Standing.FRESH);
            if (standing.state().isFinal()) {
                finished++;
            } else if (standing.covers(batch.attempt())) {
                work.deferred().add(recipient);
            } else if (standing.halt() == Halt.CANCELLED) {
                work.cancelled().add(recipient);
            } else {
                work.fresh().add(recipient);
            }
        }
        meters.repeated(finished + work.deferred().size());
        return work;
    }

    private int credit(Lane lane) {
        return switch (lane) {
            case TRANSACTIONAL -> settings.transactionalCredit();
            case STANDARD -> settings.standardCredit();
            case BULK -> settings.bulkCredit();
        };
    }
}
