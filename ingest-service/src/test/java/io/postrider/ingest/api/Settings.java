package io.postrider.ingest.api;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the settings of a feature without a service around it. */
public final class Settings {
    private Settings() {}

    /** @param settings names, each followed by its value; the others have their defaults */
    public static <T> T of(Class<T> feature, String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return of(feature, new PropertiesConfigSource(all, "the test", 100));
    }

    public static <T> T of(Class<T> feature, ConfigSource source) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {new DurationConverter(), new MemorySizeConverter()})
                .withSources(source)
                .withMapping(feature)
                // Settings of other features.
                .withMappingIgnore("postrider.**")
                .build()
                .getConfigMapping(feature);
    }
}
