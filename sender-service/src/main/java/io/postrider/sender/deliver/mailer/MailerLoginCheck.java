package io.postrider.sender.deliver.mailer;

import io.postrider.sender.deliver.transport.DeliverSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start with settings of quarkus-mailer that could send its password to an unverified server. The routes
 * file enforces the same for routes of kind {@code smtp}.
 */
@ApplicationScoped
class MailerLoginCheck {
    private static final String PREFIX = "quarkus.mailer.";
    private static final String PERMISSION = "postrider.deliver.allow-plaintext-mailer-login";
    private static final String REMEDY =
            "its password could be sent to any server; set %%s, or allow this with %s=true".formatted(PERMISSION);

    /** @throws IllegalStateException if a setting must be changed; the message names it */
    void begin(@Observes StartupEvent event, Config config, TlsConfigurationRegistry tls, DeliverSettings settings) {
        if (!settings.allowPlaintextMailerLogin()) {
            check(config, tls);
        }
    }

    static void check(Config config, TlsConfigurationRegistry registry) {
        boolean secret =
                text(config, "username").isPresent() || text(config, "password").isPresent();
        if (!secret
                || text(config, "login").filter("DISABLED"::equalsIgnoreCase).isPresent()) {
            return;
        }
        Optional<String> name = text(config, "tls-configuration-name");
        Optional<TlsConfiguration> tls = name.isPresent() ? name.flatMap(registry::get) : registry.getDefault();
        boolean trustAll = name.isPresent()
                ? tls.map(TlsConfiguration::isTrustAll).orElse(false)
                : truth(config, "trust-all")
                        .orElseGet(() -> tls.map(TlsConfiguration::isTrustAll).orElse(false));
        // As the extension interprets them: a named TLS configuration means implicit TLS unless tls is false.
        boolean implicit = name.isPresent()
                ? truth(config, "tls").orElse(true)
                : truth(config, "ssl").orElse(false) || truth(config, "tls").orElse(false);
        boolean required =
                text(config, "start-tls").filter("REQUIRED"::equalsIgnoreCase).isPresent();
        if (!implicit && !required) {
            throw fault("start-tls", "is not REQUIRED", PREFIX + "start-tls=REQUIRED or " + PREFIX + "tls=true");
        } else if (trustAll) {
            throw fault(
                    name.isPresent() ? "tls-configuration-name" : "trust-all",
                    "trusts every certificate",
                    "a trust store instead");
        }
        name.flatMap(named -> tls)
                .flatMap(TlsConfiguration::getHostnameVerificationAlgorithm)
                .filter(algorithm -> !algorithm.equalsIgnoreCase("HTTPS"))
                .ifPresent(algorithm -> {
                    throw fault(
                            "tls-configuration-name",
                            "does not verify host names",
                            "its hostname-verification-algorithm=HTTPS");
                });
    }

    private static Optional<String> text(Config config, String setting) {
        return config.getOptionalValue(PREFIX + setting, String.class);
    }

    private static Optional<Boolean> truth(Config config, String setting) {
        return config.getOptionalValue(PREFIX + setting, Boolean.class);
    }

    private static IllegalStateException fault(String setting, String problem, String remedy) {
        return new IllegalStateException("%s%s %s, so ".formatted(PREFIX, setting, problem) + REMEDY.formatted(remedy));
    }
}
