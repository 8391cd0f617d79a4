package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.ingest.model.IngestSettings;
import io.postrider.local.SettingsDocument;
import io.postrider.queue.BrokerSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
    @Test
    void everySettingIsInTheDocumentWithItsDefault() {
        assertEquals(List.of(), SettingsDocument.faults(IngestSettings.class, BrokerSettings.class));
    }
}
