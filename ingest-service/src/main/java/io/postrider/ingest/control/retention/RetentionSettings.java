package io.postrider.ingest.control.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How long data is kept. A week of data is removed as a whole, and never while a mail of it is in flight. */
@ConfigMapping(prefix = "postrider.retention")
public interface RetentionSettings {
    /** How long messages, deliveries and events are kept after the end of their week, at least 7 days; sums by state stay. */
    @WithDefault("90d")
    Duration history();

    /** How long the content of a message is kept after the last message with it, at least 2 days; longer while one is in flight. */
    @WithDefault("30d")
    Duration content();

    /**
     * A database role that is a member of the tables' owner, such as {@code postrider_maintenance}. Without it nothing but content
     * is removed.
     */
    Optional<String> username();

    /** The password of {@code postrider.retention.username}. A secret. */
    Optional<String> password();
}
