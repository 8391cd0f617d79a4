package io.postrider.ingest.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.local.SettingsDocument;
import io.postrider.queue.BrokerSettings;
import io.postrider.testing.ModuleClasses;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class SettingsDocumentTest {
    @Test
    void everySettingIsInTheDocumentWithItsDefault() {
        assertEquals(List.of(), SettingsDocument.faults(features().toArray(Class<?>[]::new)));
    }

    /** Several features share a prefix; together they still know all of its settings. */
    @Test
    void aSettingThatNoFeatureHasIsRefused() {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {new DurationConverter(), new MemorySizeConverter()})
                .withSources(new PropertiesConfigSource(
                        Map.of("postrider.submit.recipients", "5", "postrider.submit.recipient", "5"),
                        "the test",
                        100));
        features().forEach(builder::withMapping);
        String refusal = assertThrows(RuntimeException.class, builder::build).toString();
        assertTrue(refusal.contains("postrider.submit.recipient "), refusal);
    }

    private static List<Class<?>> features() {
        List<Class<?>> features = new ArrayList<>(ModuleClasses.named(IngestService.class, "Settings"));
        assertTrue(features.size() > 10, features::toString);
        features.add(BrokerSettings.class);
        return features;
    }
}
