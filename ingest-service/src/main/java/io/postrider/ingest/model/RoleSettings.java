package io.postrider.ingest.model;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Set;

/** The roles of this process. */
@ConfigMapping(prefix = "postrider")
public interface RoleSettings {
    /** What this process does: some of {@code intake}, {@code control} and {@code feedback}, separated by commas. */
    @WithDefault("intake,control,feedback")
    Set<Role> roles();
}
