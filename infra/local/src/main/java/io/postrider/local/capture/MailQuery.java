package io.postrider.local.capture;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The mails requested by a call of the JSON API.
 *
 * @param to only mails to this envelope address, ignoring case; or null
 * @param subject only mails with this text in their subject, ignoring case; or null
 * @param number only mails after the one with this number
 * @param since only mails of this second or later; or null
 * @param limit maximum mails in the answer
 * @param waitSeconds how long to wait for {@code count} mails
 * @param count how many to wait for
 */
record MailQuery(String to, String subject, long number, Instant since, int limit, int waitSeconds, int count) {
    static final int MOST = 500;
    static final int LONGEST_WAIT_SECONDS = 60;

    private static final int USUAL = 50;

    /** @throws IllegalArgumentException with a message for the client */
    static MailQuery of(String rawQuery) {
        Map<String, String> given = parameters(rawQuery);
        String to = given.remove("to");
        String subject = given.remove("subject");
        String after = given.getOrDefault("after", "0");
        given.remove("after");
        boolean numbered = after.matches("\\d{1,18}");
        MailQuery query = new MailQuery(
                to,
                subject,
                numbered ? Long.parseLong(after) : 0,
                numbered ? null : time(after),
                number(given, "limit", USUAL, 1, MOST),
                number(given, "wait", 0, 0, LONGEST_WAIT_SECONDS),
                number(given, "count", 1, 1, MOST));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown parameter %s. The parameters are: to, subject, after, limit, wait, count."
                            .formatted(given.keySet().iterator().next()));
        }
        return query;
    }

    private static Map<String, String> parameters(String rawQuery) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (rawQuery != null && !rawQuery.isEmpty()) {
            for (String pair : rawQuery.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Instant time(String after) {
        try {
            // A plus sign in a URL is a space.
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME
                    .parse(after.replace(' ', '+'), Instant::from)
                    .truncatedTo(ChronoUnit.SECONDS);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "after must be the number of a mail, or a time such as 2026-12-01T09:30:00Z, not %s."
                            .formatted(after));
        }
    }

    private static int number(Map<String, String> given, String name, int usual, int least, int most) {
        String value = given.remove(name);
        if (value == null) {
            return usual;
        }
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw new IllegalArgumentException(
                    "%s needs a number from %d to %d, not %s.".formatted(name, least, most, value));
        }
        return Integer.parseInt(value);
    }

    boolean matches(CapturedMail mail) {
        return (to == null || mail.envelopeTo().stream().anyMatch(to::equalsIgnoreCase))
                && (subject == null || lower(mail.header("Subject")).contains(lower(subject)))
                && (since == null || !mail.receivedAt().isBefore(since));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
