package io.postrider.routing;

import io.postrider.files.Settings;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The limits of a route or site.
 *
 * @param maxConnections simultaneous connections
 * @param mailsPerConnection mails after which a connection is replaced; 0 for the sender's setting
 * @param rate mails per unit of time, over all senders; null for no limit
 * @param warmUp mails per day, over all senders; null for no limit
 */
public record Shaping(int maxConnections, int mailsPerConnection, Rate rate, WarmUp warmUp) {
    private static final int MOST_CONNECTIONS = 1_000;
    private static final int MOST_MAILS = 100_000;
    private static final Set<String> SETTINGS = Set.of("max_connections", "mails_per_connection", "rate", "warm_up");
    private static final Set<String> WARM_UP_SETTINGS = Set.of("since", "daily");

    /** Whether mails need a slot. */
    public boolean limited() {
        return rate != null || warmUp != null;
    }

    static Set<String> settings(Set<String> others) {
        Set<String> all = new LinkedHashSet<>(SETTINGS);
        all.addAll(others);
        return all;
    }

    static Shaping read(Settings settings, int leastConnections, int defaultConnections) {
        return new Shaping(
                settings.number("max_connections", defaultConnections, leastConnections, MOST_CONNECTIONS),
                settings.number("mails_per_connection", 0, 1, MOST_MAILS),
                rate(settings),
                settings.inner("warm_up", WARM_UP_SETTINGS).map(Shaping::warmUp).orElse(null));
    }

    private static Rate rate(Settings settings) {
        String text = settings.text("rate", null);
        try {
            return text == null ? null : Rate.of(text);
        } catch (IllegalArgumentException e) {
            throw settings.fault("rate", e.getMessage());
        }
    }

    private static WarmUp warmUp(Settings settings) {
        List<Integer> daily = settings.numbers("daily");
        if (daily.isEmpty()) {
            throw settings.fault("daily", "must list the mails of the first, second, … day");
        }
        try {
            return new WarmUp(LocalDate.parse(settings.text("since", "")), daily);
        } catch (DateTimeParseException e) {
            throw settings.fault("since", "must be the first day, in quotes, such as \"2026-12-01\"");
        }
    }
}
