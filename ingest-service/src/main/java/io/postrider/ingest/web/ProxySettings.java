package io.postrider.ingest.web;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The proxies in front of this process, for calls and for reports. */
@ConfigMapping(prefix = "postrider")
public interface ProxySettings {
    /**
     * Addresses and ranges of proxies that are trusted to state a client's address, separated by commas, such as
     * {@code 10.0.0.0/8}.
     */
    Optional<List<String>> trustedProxies();
}
