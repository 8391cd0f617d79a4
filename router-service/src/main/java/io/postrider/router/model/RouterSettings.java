package io.postrider.router.model;

import io.postrider.queue.LaneCredits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of router-service, by step. */
@ConfigMapping(prefix = "postrider")
public interface RouterSettings {
    /** What is taken from the broker. */
    Receive receive();

    /** The routes. */
    Routes routes();

    /** The mailbox providers. */
    Sites sites();

    interface Receive extends LaneCredits {
        @Override
        @WithDefault("8")
        int bulkCredit();
    }

    interface Routes {
        /** The routes file, see {@code infra/docs/configuration.md}. */
        @WithDefault("routes.yaml")
        Path file();

        /** How often the file is checked for changes. */
        @WithDefault("1s")
        Duration look();
    }

    interface Sites {
        /** A sites file, see {@code infra/docs/configuration.md}; its sites replace the shipped ones of the same name. */
        Optional<Path> file();
    }
}
