package io.postrider.ingest.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.ingest.model.IngestSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiKeysTest {
    private static final String KEY = "a-key-of-16-or-more";

    @Test
    void theKeyWithoutANameHasAllScopes() {
        ApiKey found = keys("postrider.api-key", KEY).find(KEY);
        assertEquals("main", found.identity().getPrincipal().getName());
        assertEquals(
                Set.of("send", "read", "manage", "operate"), found.identity().getRoles());
    }

    @Test
    void aNamedKeyHasItsScopesOnly() {
        ApiKeys keys =
                keys("postrider.api-keys.marketing.key", KEY, "postrider.api-keys.marketing.scopes", "send,read");
        ApiKey found = keys.find(KEY);
        assertEquals("marketing", found.identity().getPrincipal().getName());
        assertEquals(Set.of("send", "read"), found.identity().getRoles());
        assertNull(keys.find(KEY + "x"));
        assertNull(keys.find(""));
    }

    /** As the chart sets them. */
    @Test
    void anEnvironmentCanNameKeys() {
        ApiKeys keys = new ApiKeys(settings(new EnvConfigSource(
                Map.of(
                        "POSTRIDER_API_KEYS_MARKETING_KEY",
                        KEY,
                        "POSTRIDER_API_KEYS_MARKETING_SCOPES",
                        "send",
                        "POSTRIDER_API_KEYS_OPS2_KEY",
                        KEY + "2",
                        "POSTRIDER_API_KEYS_OPS2_SCOPES",
                        "operate,read"),
                300)));
        assertEquals("marketing", keys.find(KEY).identity().getPrincipal().getName());
        assertEquals(Set.of("operate", "read"), keys.find(KEY + "2").identity().getRoles());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postrider.other=x                                                      | postrider.api-key: no API key is set
            postrider.api-key=too-short                                            | postrider.api-key: give 16 to 256
            postrider.api-key=with a space in it                                   | postrider.api-key: give 16 to 256
            postrider.api-keys.a.key=short;postrider.api-keys.a.scopes=send        | postrider.api-keys.a.key: give 16 to 256
            postrider.api-keys.a.key=0123456789abcdef;postrider.api-keys.a.scopes=sent | postrider.api-keys.a.scopes: give some of send, read, manage, operate
            postrider.api-keys.main.key=0123456789abcdef;postrider.api-keys.main.scopes=send | postrider.api-keys.main: the name of a key
            postrider.api-keys.A-b.key=0123456789abcdef;postrider.api-keys.A-b.scopes=send | postrider.api-keys.A-b: the name of a key
            postrider.api-key=0123456789abcdef;postrider.api-keys.a.key=0123456789abcdef;postrider.api-keys.a.scopes=send | postrider.api-keys.a.key: has the same value as postrider.api-key
            postrider.api-keys.a.key=0123456789abcdef                              | postrider.api-keys.a.scopes
            postrider.api-keys.a.scopes=send                                       | postrider.api-keys.a.key
            """)
    void whatIsWrongIsNamedAndNoKeyIsShown(String settings, String message) {
        Map<String, String> all = new HashMap<>();
        for (String setting : settings.split(";")) {
            String[] parts = setting.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        Exception refused = assertThrows(
                Exception.class, () -> new ApiKeys(settings(new PropertiesConfigSource(all, "the test", 100))));
        assertEquals(true, refused.getMessage().contains(message), refused.getMessage());
        assertEquals(false, refused.getMessage().contains("0123456789abcdef"), refused.getMessage());
    }

    private static ApiKeys keys(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new ApiKeys(settings(new PropertiesConfigSource(all, "the test", 100)));
    }

    private static IngestSettings settings(ConfigSource source) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverters(new Converter<?>[] {new DurationConverter(), new MemorySizeConverter()})
                .withSources(source)
                .withMapping(IngestSettings.class)
                .withMappingIgnore("postrider.**")
                .build()
                .getConfigMapping(IngestSettings.class);
    }
}
