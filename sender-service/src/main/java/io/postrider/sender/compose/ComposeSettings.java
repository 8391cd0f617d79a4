package io.postrider.sender.compose;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Composing of mails. */
@ConfigMapping(prefix = "postrider.compose")
public interface ComposeSettings {
    /** Memory for cached compiled contents, including attachments; divided as {@link #mailsInFlight}. */
    @WithDefault("64M")
    MemorySize cache();

    /**
     * Memory for the contents of batches in progress, including attachments; divided as {@link #mailsInFlight}. A batch with
     * another content waits.
     */
    @WithDefault("128M")
    MemorySize contentsInUse();

    /**
     * Memory for mails being composed or sent, over all batches: a quarter each for transactional and standard mail, the rest
     * for bulk. Further mails wait.
     */
    @WithDefault("64M")
    MemorySize mailsInFlight();

    /** The file of DKIM keys, see {@code infra/docs/configuration.md}; without it no mail is signed. */
    Optional<Path> dkim();

    /** How often the DKIM keys and their file are checked for changes. */
    @WithDefault("5s")
    Duration dkimLook();
}
