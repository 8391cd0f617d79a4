package io.postrider.mx;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the mail servers of a domain are found. */
@ConfigMapping(prefix = "postrider.mx")
public interface MxSettings {
    /** Name servers, {@code host} or {@code host:port}; those of the system by default. */
    Optional<List<String>> servers();

    /** How long a name server may take for one query before the next one is asked. */
    @WithDefault("5s")
    Duration timeout();

    /** How long a lookup may take in all; then it has failed, temporarily. */
    @WithDefault("10s")
    Duration lookupTimeout();

    /** Whether mail servers on loopback and link-local addresses are connected to: only in tests, since they would be us. */
    @WithDefault("false")
    boolean allowLoopback();
}
