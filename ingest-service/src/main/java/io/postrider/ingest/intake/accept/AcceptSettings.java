package io.postrider.ingest.intake.accept;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * Writing to PostgreSQL. One recipient, or one KiB if that is more, weighs one. Requests go in groups of their kind:
 * transactional ones, others, and heavy ones (from 100 on), so that none waits for those of another kind.
 */
@ConfigMapping(prefix = "postrider.accept")
public interface AcceptSettings {
    /** The weight at which a transaction takes no further request. */
    @WithDefault("2000")
    int groupWeight();

    /** Simultaneous transactions for one kind of requests. Further requests are grouped meanwhile. */
    @WithDefault("1")
    int groupsUnderWay();

    /** The weight of the requests of one kind that may wait for a transaction; a further request gets 503. */
    @WithDefault("10000")
    int waitingWeight();

    /**
     * How long a request may wait for a transaction, estimated from recent ones of its kind; if the estimate is longer, the
     * request gets 503 at once. So do all requests while a transaction takes twice as long, and those that have waited twice
     * as long.
     */
    @WithDefault("2s")
    Duration longestWait();

    /** How long a transaction may take, including the wait for a connection, before its requests get 503. */
    @WithDefault("5s")
    Duration timeout();

    /** How long an Idempotency-Key is remembered. */
    @WithDefault("24h")
    Duration keysKept();
}
