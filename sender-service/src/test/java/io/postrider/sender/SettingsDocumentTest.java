package io.postrider.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postrider.dns.MxSettings;
import io.postrider.local.SettingsDocument;
import io.postrider.queue.BrokerSettings;
import io.postrider.sender.compose.ComposeSettings;
import io.postrider.sender.compose.ReturnPathSettings;
import io.postrider.sender.deliver.transport.DeliverSettings;
import io.postrider.sender.pace.PaceSettings;
import io.postrider.sender.receive.OutboundSettings;
import io.postrider.sender.settle.SettleSettings;
import io.postrider.sender.settle.UnsavedOutcomesSettings;
import io.postrider.service.RouteFilesSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
    @Test
    void everySettingIsInTheDocumentWithItsDefault() {
        assertEquals(
                List.of(),
                SettingsDocument.faults(
                        RouteFilesSettings.class,
                        OutboundSettings.class,
                        PaceSettings.class,
                        UnsavedOutcomesSettings.class,
                        ComposeSettings.class,
                        ReturnPathSettings.class,
                        DeliverSettings.class,
                        SettleSettings.class,
                        BrokerSettings.class,
                        MxSettings.class));
    }
}
