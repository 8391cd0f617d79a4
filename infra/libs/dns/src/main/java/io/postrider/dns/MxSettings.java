package io.postrider.dns;

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

    /** How long a lookup may take in total; then it fails temporarily. */
    @WithDefault("10s")
    Duration lookupTimeout();

    /**
     * Ranges of addresses, such as {@code 10.1.0.0/16}, at which mail servers are connected to although the addresses are not
     * public: for an internal network.
     */
    Optional<List<String>> allowedAddresses();

    /**
     * Prefixes of the network's own NAT64, such as {@code 2001:db8:64::/96}: the IPv4 address in such an address is
     * checked. {@code 64:ff9b::/96} is known.
     */
    Optional<List<String>> nat64Prefixes();
}
