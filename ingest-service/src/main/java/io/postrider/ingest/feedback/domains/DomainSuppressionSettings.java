package io.postrider.ingest.feedback.domains;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Suppressing domains that do not exist or take no mail. */
@ConfigMapping(prefix = "postrider.domain-suppression")
public interface DomainSuppressionSettings {
    /** Failures without a success in between after which a domain is suppressed; several within one hour count once. */
    @WithDefault("3")
    int failures();

    /** Minimum time between the first and the last of these failures. */
    @WithDefault("72h")
    Duration period();
}
