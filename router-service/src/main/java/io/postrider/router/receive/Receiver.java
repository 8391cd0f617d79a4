package io.postrider.router.receive;

import io.postrider.broker.BatchInlet;
import io.postrider.broker.BrokerLink;
import io.postrider.contract.Addresses;
import io.postrider.contract.Lane;
import io.postrider.router.Meters;
import io.postrider.router.RouterSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** The door of router-service. */
@ApplicationScoped
public class Receiver {
    private final BatchInlet inlet;
    private final RouterSettings.Receive settings;
    private final Meters meters;

    public Receiver(BrokerLink link, RouterSettings settings, Meters meters) {
        this.inlet = new BatchInlet(link);
        this.settings = settings.receive();
        this.meters = meters;
    }

    public void receive(BatchInlet.Handler handler) {
        for (Lane lane : Lane.values()) {
            inlet.receive(Addresses.submitted(lane), credit(lane), (batch, ours) -> {
                meters.received(lane, batch.recipients().size());
                return handler.handle(batch, ours);
            });
        }
    }

    private int credit(Lane lane) {
        return switch (lane) {
            case TRANSACTIONAL -> settings.transactionalCredit();
            case STANDARD -> settings.standardCredit();
            case BULK -> settings.bulkCredit();
        };
    }
}
