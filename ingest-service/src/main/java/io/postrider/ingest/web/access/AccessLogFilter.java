package io.postrider.ingest.web.access;

import io.postrider.ingest.web.RequestId;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Assigns an id to each call before anything can refuse it, and logs its answer: refusals always, others at DEBUG. */
@Singleton
class AccessLogFilter {
    /** Runs before all other filters, so that each answer has the id. */
    private static final int PRIORITY = 30_000;

    private static final int LEAST = 400;

    private final AccessLog log;

    AccessLogFilter(AccessLog log) {
        this.log = log;
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, PRIORITY);
    }

    private void begin(RoutingContext call) {
        RequestId.of(call);
        call.addEndHandler(ended -> {
            if (call.response().getStatusCode() >= LEAST) {
                log.refused(call);
            } else {
                log.answered(call);
            }
        });
        call.next();
    }
}
