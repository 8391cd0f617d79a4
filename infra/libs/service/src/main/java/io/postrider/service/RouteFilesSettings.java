package io.postrider.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The files that describe the routes and the mailbox providers, the same for router-service and sender-service. */
@ConfigMapping(prefix = "postrider")
public interface RouteFilesSettings {
    /** The routes file. */
    Routes routes();

    /** The sites file. */
    Sites sites();

    interface Routes {
        /** The routes file, see {@code infra/docs/configuration.md}. */
        @WithDefault("routes.yaml")
        Path file();

        /** How often the file is checked for changes. */
        @WithDefault("1s")
        Duration look();
    }

    interface Sites {
        /**
         * A sites file, see {@code infra/docs/configuration.md}; its sites replace the built-in ones of the same name.
         */
        Optional<Path> file();
    }
}
