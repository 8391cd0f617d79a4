package io.postrider.sender.deliver.mailer;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * The sender does not start with settings of quarkus-mailer that would not do what they say: its mail client gets the mail as
 * the composer made it, past the mailer that heeds them.
 */
@ApplicationScoped
class IgnoredMailerSettings {
    private static final String PREFIX = "quarkus.mailer.";
    private static final Map<String, String> SWITCHES = Map.of(
            "mock",
                    "mail would be sent all the same; remove it, and the routes of kind mailer if nothing is to be sent",
            "dkim.enabled", "mail would be signed a second time; remove it, and set postrider.compose.dkim",
            "allow-rcpt-errors", "a refused recipient would count as delivered; remove it");
    private static final String APPROVED = "approved-recipients";

    /** @throws IllegalStateException says what to set */
    void begin(@Observes StartupEvent event, Config config) {
        check(config);
    }

    static void check(Config config) {
        SWITCHES.forEach((setting, consequence) -> {
            if (config.getOptionalValue(PREFIX + setting, Boolean.class).orElse(false)) {
                throw new IllegalStateException("%s%s is true, so %s".formatted(PREFIX, setting, consequence));
            }
        });
        if (config.getOptionalValue(PREFIX + APPROVED, String.class).isPresent()) {
            throw new IllegalStateException(PREFIX + APPROVED
                    + " is set, so mail would go to others all the same; remove it, and set recipient_domains in the match of"
                    + " the routes of kind mailer");
        }
    }
}
