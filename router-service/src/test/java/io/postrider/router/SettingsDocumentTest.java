package io.postrider.router;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.dns.MxSettings;
import io.postrider.local.SettingsDocument;
import io.postrider.queue.BrokerSettings;
import io.postrider.router.receive.SubmittedSettings;
import io.postrider.service.RouteFilesSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
    @Test
    void everySettingIsInTheDocumentWithItsDefault() {
        assertEquals(
                List.of(),
                SettingsDocument.faults(
                        RouteFilesSettings.class, SubmittedSettings.class, BrokerSettings.class, MxSettings.class));
    }
}
