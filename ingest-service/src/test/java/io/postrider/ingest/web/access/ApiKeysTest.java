package io.postrider.ingest.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postrider.ingest.api.Settings;
import io.smallrye.config.EnvConfigSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
        ApiKeys keys = new ApiKeys(Settings.of(
                ApiKeySettings.class,
                new EnvConfigSource(
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
        String[] all = Stream.of(settings.split(";"))
                .flatMap(setting -> Stream.of(setting.split("=", 2)))
                .toArray(String[]::new);
        Exception refused = assertThrows(Exception.class, () -> keys(all));
        assertEquals(true, refused.getMessage().contains(message), refused.getMessage());
        assertEquals(false, refused.getMessage().contains("0123456789abcdef"), refused.getMessage());
    }

    private static ApiKeys keys(String... settings) {
        return new ApiKeys(Settings.of(ApiKeySettings.class, settings));
    }
}
