package io.postrider.sender.deliver.mailer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoredMailerSettingsTest {
    private static Config config(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mock | true | quarkus.mailer.mock is true, so mail would be sent nevertheless; remove it, and to send "
                        + "no mail remove the routes of kind mailer",
                "dkim.enabled | true | quarkus.mailer.dkim.enabled is true, so mail would be signed a second time; remove it, and set"
                        + " postrider.compose.dkim",
                "allow-rcpt-errors | true | quarkus.mailer.allow-rcpt-errors is true, so a refused recipient would count as"
                        + " delivered; remove it",
                "approved-recipients | .*@shop.example | quarkus.mailer.approved-recipients is set, but mail would go "
                        + "to other recipients too; remove it, and set recipient_domains in the match of the routes of kind mailer"
            })
    void settingThatWouldDoNothingIsRefusedWithWhatToDo(String setting, String value, String message) {
        IllegalStateException e = assertThrows(
                IllegalStateException.class,
                () -> IgnoredMailerSettings.check(config(Map.of("quarkus.mailer." + setting, value))));
        assertEquals(message, e.getMessage());
    }

    @Test
    void othersAreTaken() {
        assertDoesNotThrow(() -> IgnoredMailerSettings.check(config(Map.of(
                "quarkus.mailer.mock",
                "false",
                "quarkus.mailer.host",
                "relay.example",
                "quarkus.mailer.dkim.enabled",
                "false"))));
    }
}
