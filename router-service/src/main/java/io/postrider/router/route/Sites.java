package io.postrider.router.route;

import java.util.Map;

/** The mailbox provider behind a recipient domain, for those that take a good part of all mail. */
final class Sites {
    private static final Map<String, String> BY_DOMAIN = Map.ofEntries(
            Map.entry("gmail.com", "gmail"),
            Map.entry("googlemail.com", "gmail"),
            Map.entry("outlook.com", "microsoft"),
            Map.entry("hotmail.com", "microsoft"),
            Map.entry("live.com", "microsoft"),
            Map.entry("msn.com", "microsoft"),
            Map.entry("yahoo.com", "yahoo"),
            Map.entry("ymail.com", "yahoo"),
            Map.entry("aol.com", "yahoo"),
            Map.entry("icloud.com", "apple"),
            Map.entry("me.com", "apple"),
            Map.entry("mac.com", "apple"));

    private Sites() {}

    /** The site's name, or null: one of the many small ones, which need no batch of their own. */
    static String of(String domain) {
        return BY_DOMAIN.get(domain);
    }
}
