package io.postrider.router.receive;

import io.postrider.mail.Addresses;
import io.postrider.mail.Lane;
import io.postrider.queue.BatchReceiver;
import io.postrider.queue.BrokerSettings;
import io.postrider.queue.LaneConnections;
import io.postrider.router.model.RouterMeters;
import io.postrider.router.model.RouterSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** The door of router-service. */
@ApplicationScoped
public class Receiver {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final LaneConnections links;
    private final Duration grace;
    private final RouterSettings.Receive settings;
    private final RouterMeters meters;

    public Receiver(LaneConnections links, BrokerSettings broker, RouterSettings settings, RouterMeters meters) {
        this.links = links;
        this.grace = broker.grace();
        this.settings = settings.receive();
        this.meters = meters;
    }

    public void open(BatchReceiver.Handler handler) {
        for (Lane lane : Lane.values()) {
            BatchReceiver receiver = new BatchReceiver(links.of(lane));
            receiver.receive(Addresses.submitted(lane), credit(lane), (batch, unsettled) -> {
                meters.received(lane, batch.recipients().size());
                return handler.handle(batch, unsettled);
            });
        }
        links.open();
    }

    /** Takes no more, and returns when what was begun is finished or, after the grace time, handed back. */
    public void close() {
        links.close(grace).await().atMost(grace.plus(CLOSING));
    }

    private int credit(Lane lane) {
        return switch (lane) {
            case TRANSACTIONAL -> settings.transactionalCredit();
            case STANDARD -> settings.standardCredit();
            case BULK -> settings.bulkCredit();
        };
    }
}
