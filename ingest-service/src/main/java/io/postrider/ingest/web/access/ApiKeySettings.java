package io.postrider.ingest.web.access;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may call the API. */
@ConfigMapping(prefix = "postrider")
public interface ApiKeySettings {
    /** An API key with all scopes, 16 to 256 characters. There is no default: a service without any key does not start. A secret. */
    Optional<String> apiKey();

    /** Further API keys by name, which may do less. A name has up to 32 letters and digits, in lower case; it is in the log. */
    Map<String, Key> apiKeys();

    /** A further API key. */
    interface Key {
        /** What calls present as the bearer token, 16 to 256 characters. A secret. */
        String key();

        /** What it may do: some of {@code send}, {@code read}, {@code manage} and {@code operate}, separated by commas. */
        Set<String> scopes();
    }
}
