package io.postrider.templates.format;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The languages supported by the runtime. Only these are looked up, since the runtime caches data for each requested
 * locale.
 */
public final class Locales {
    private static final Map<String, Locale> KNOWN = Stream.of(Locale.getAvailableLocales())
            .filter(locale ->
                    locale.getVariant().isEmpty() && locale.getExtensionKeys().isEmpty())
            .filter(locale -> !locale.getLanguage().isEmpty())
            .collect(Collectors.toUnmodifiableMap(
                    locale -> locale.toLanguageTag().toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a));

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private static final int LONGEST = 35;

    private Locales() {}

    /**
     * Whether a tag such as {@code de} or {@code de-AT} (RFC 5646) begins with a language. It may be one for which a runtime has no
     * data, so that all services agree.
     */
    public static boolean known(String tag) {
        return find(tag) != null || LANGUAGES.contains(tag.split("[-_]", 2)[0]);
    }

    /** The locale of a tag, or of its language if only that is known; English for any other and for null. */
    public static Locale of(String tag) {
        Locale found = tag == null ? null : find(tag);
        return found == null ? Locale.ENGLISH : found;
    }

    private static Locale find(String tag) {
        if (tag.length() > LONGEST) {
            return null;
        }
        String key = tag.replace('_', '-').toLowerCase(Locale.ROOT);
        Locale whole = KNOWN.get(key);
        int dash = key.indexOf('-');
        return whole != null || dash < 0 ? whole : KNOWN.get(key.substring(0, dash));
    }
}
