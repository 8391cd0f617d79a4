package io.postrider.ingest.web.connections;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Connections to the API. */
@ConfigMapping(prefix = "postrider")
public interface ConnectionSettings {
    /**
     * Simultaneous connections of one client to the API; a client is an IPv4 address or the /64 of an IPv6 address. Trusted
     * proxies are exempt. A further connection closes one without a call in progress.
     */
    @WithDefault("1000")
    int clientConnections();
}
