package io.postrider.ingest.web.parameters;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Pages of all lists. */
@ConfigMapping(prefix = "postrider.status")
public interface PageSettings {
    /** Deliveries, events or dead letters of one page at most; the default of a call is 100. */
    @WithDefault("500")
    int page();
}
