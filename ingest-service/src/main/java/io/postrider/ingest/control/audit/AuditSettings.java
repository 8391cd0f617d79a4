package io.postrider.ingest.control.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The audit. */
@ConfigMapping(prefix = "postrider.audit")
public interface AuditSettings {
    /** How often an audit updates the gauges, less often if it takes over a twentieth of that; {@code 0s} for never. */
    @WithDefault("60s")
    Duration every();

    /** How long an audit may take in PostgreSQL, where it reads the deliveries that may have changed. */
    @WithDefault("30s")
    Duration timeout();

    /** How long an answer is cached, instead of another read of the deliveries. */
    @WithDefault("5s")
    Duration answerKept();
}
