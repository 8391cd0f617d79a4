package io.postrider.sender.deliver.mailer;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start with settings of quarkus-mailer that would have no effect: our mails go straight to its mail client
 * and bypass the mailer that applies these settings.
 */
@ApplicationScoped
class IgnoredMailerSettings {
    private static final String PREFIX = "quarkus.mailer.";
    private static final Map<String, String> SWITCHES = Map.of(
            "mock", "mail would be sent nevertheless; remove it, and to send no mail remove the routes of kind mailer",
            "dkim.enabled", "mail would be signed a second time; remove it, and set postrider.compose.dkim",
            "allow-rcpt-errors", "a refused recipient would count as delivered; remove it");
    private static final String APPROVED = "approved-recipients";

    /** @throws IllegalStateException if a setting must be changed; the message names it */
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
                    + " is set, but mail would go to other recipients too; remove it, and set recipient_domains in the "
                    + "match of"
                    + " the routes of kind mailer");
        }
    }
}
