package io.postrider.sender.compose;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The return path of each delivery; ingest-service decodes it when a bounce arrives. */
@ConfigMapping(prefix = "postrider.verp")
public interface ReturnPathSettings {
    /**
     * The domain of the return paths, whose MX points to ingest-service's listener; without it, mails bounce to their
     * sender.
     */
    Optional<String> domain();

    /** Keys of at least 32 characters, the same as ingest-service's, separated by commas; the first one signs. A secret. */
    Optional<List<String>> keys();
}
