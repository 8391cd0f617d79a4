package io.postrider.ingest.intake.dispatch;

import io.postrider.ingest.model.DispatchSettings;
import io.postrider.store.outbox.Outbox;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The outbox with the lease that the settings give. */
@Singleton
class OutboxProducer {
    @Produces
    @Singleton
    Outbox outbox(Pool pool, DispatchSettings settings) {
        return new Outbox(pool, settings.lease());
    }
}
