package io.postrider.ingest.feedback.reports;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** The return path of each delivery; sender-service writes it, ingest-service reads it. */
@ConfigMapping(prefix = "postrider.verp")
public interface VerpSettings {
    /** The domain of the return paths; its MX must lead to {@code postrider.report.port}. */
    Optional<String> domain();

    /**
     * Keys of at least 32 characters, separated by commas. The first one signs; keep a replaced key after it as long as its
     * mails may bounce. A secret.
     */
    Optional<List<String>> keys();
}
