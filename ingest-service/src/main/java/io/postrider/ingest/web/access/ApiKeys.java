package io.postrider.ingest.web.access;

import io.postrider.ingest.web.ApiScope;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The keys of the configuration. Without any key, or with one that could be guessed, the service does not start; the
 * error names the setting.
 */
@Startup
@Singleton
class ApiKeys {
    /** The name of {@code postrider.api-key} in the log. */
    static final String MAIN = "main";

    private static final String MAIN_SETTING = "postrider.api-key";

    /** Starts with a–z and continues with a–z and 0–9, so that an environment variable can name it. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,31}");

    /** What a header field can carry as one token: visible ASCII. */
    private static final Pattern KEY = Pattern.compile("[!-~]{16,256}");

    private final List<ApiKey> keys = new ArrayList<>();

    ApiKeys(ApiKeySettings settings) {
        Map<String, String> settingOf = new HashMap<>();
        settings.apiKey().ifPresent(key -> add(settingOf, MAIN, MAIN_SETTING, key, Set.copyOf(ApiScope.ALL)));
        new TreeMap<>(settings.apiKeys()).forEach((name, key) -> {
            String setting = "postrider.api-keys." + name;
            requireName(setting, name);
            requireScopes(setting + ".scopes", key.scopes());
            add(settingOf, name, setting + ".key", key.key(), key.scopes());
        });
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    MAIN_SETTING + ": no API key is set; set it, or postrider.api-keys.<name>.key and .scopes");
        }
    }

    /** The caller with this key; null for an unknown key. Compares all keys, so that the duration reveals nothing. */
    ApiKey find(String key) {
        byte[] digest = ApiKey.digest(key);
        ApiKey found = null;
        for (ApiKey candidate : keys) {
            if (candidate.matches(digest)) {
                found = candidate;
            }
        }
        return found;
    }

    private void add(Map<String, String> settingOf, String name, String setting, String key, Set<String> scopes) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    setting + ": give 16 to 256 visible ASCII characters without spaces, such as 48 random hex digits");
        }
        String other = settingOf.putIfAbsent(key, setting);
        if (other != null) {
            throw new IllegalArgumentException("%s: has the same value as %s".formatted(setting, other));
        }
        keys.add(new ApiKey(name, key, scopes));
    }

    private static void requireName(String setting, String name) {
        if (!NAME.matcher(name).matches() || name.equals(MAIN)) {
            throw new IllegalArgumentException(
                    "%s: the name of a key must have 1 to 32 characters a-z and 0-9, start with a-z".formatted(setting)
                            + " and not be \"%s\"".formatted(MAIN));
        }
    }

    private static void requireScopes(String setting, Set<String> scopes) {
        if (scopes.isEmpty() || !ApiScope.ALL.containsAll(scopes)) {
            throw new IllegalArgumentException("%s: give some of %s, separated by commas, not \"%s\""
                    .formatted(setting, String.join(", ", ApiScope.ALL), String.join(",", scopes)));
        }
    }
}
