package io.postrider.templates.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Formats dates and times, by patterns in SendGrid's documented syntax, or by the conventions of a locale. */
public final class Dates {
    /** Characters of a pattern. */
    public static final int PATTERN_LENGTH = 64;

    /** Characters of the result for each of the pattern. */
    public static final int CHARACTERS = 40;

    private static final int LONGEST = 40;
    private static final Pattern DATE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})"
            + "(?:[Tt ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?)\\s?([Zz]|[+-][0-9]{2}:?[0-9]{2})?)?");
    private static final Pattern EPOCH = Pattern.compile("[0-9]{9,13}");

    /** Below it an epoch counts seconds, until the year 5138; from it milliseconds, since 1973. */
    private static final long MILLISECONDS = 100_000_000_000L;

    private static final Pattern OFFSET = Pattern.compile("([+-])([0-9]{2}):?([0-9]{2})");
    /** Of one kind in a token. */
    private static final int TOKEN_LENGTH = 4;

    private static final Map<String, FormatStyle> STYLES = Map.of(
            "short",
            FormatStyle.SHORT,
            "medium",
            FormatStyle.MEDIUM,
            "long",
            FormatStyle.LONG,
            "full",
            FormatStyle.FULL);

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    /** Slow tokens, since they are words of a language. */
    private static final Set<String> NAMES = Set.of("MMMM", "MMM", "dddd", "ddd", "A", "a");

    private static final Map<String, BiFunction<ZonedDateTime, Locale, String>> TOKENS = Map.ofEntries(
            Map.entry("YYYY", (date, locale) -> padded(date.getYear(), 4)),
            Map.entry("YY", (date, locale) -> padded(date.getYear() % 100, 2)),
            Map.entry("MMMM", (date, locale) -> date.getMonth().getDisplayName(TextStyle.FULL, locale)),
            Map.entry("MMM", (date, locale) -> date.getMonth().getDisplayName(TextStyle.SHORT, locale)),
            Map.entry("MM", (date, locale) -> padded(date.getMonthValue(), 2)),
            Map.entry("M", (date, locale) -> padded(date.getMonthValue(), 1)),
            Map.entry("DD", (date, locale) -> padded(date.getDayOfMonth(), 2)),
            Map.entry("D", (date, locale) -> padded(date.getDayOfMonth(), 1)),
            Map.entry("dddd", (date, locale) -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, locale)),
            Map.entry("ddd", (date, locale) -> date.getDayOfWeek().getDisplayName(TextStyle.SHORT, locale)),
            Map.entry("hh", (date, locale) -> padded(twelve(date.getHour()), 2)),
            Map.entry("h", (date, locale) -> padded(twelve(date.getHour()), 1)),
            Map.entry("HH", (date, locale) -> padded(date.getHour(), 2)),
            Map.entry("H", (date, locale) -> padded(date.getHour(), 1)),
            Map.entry("mm", (date, locale) -> padded(date.getMinute(), 2)),
            Map.entry("m", (date, locale) -> padded(date.getMinute(), 1)),
            Map.entry("ss", (date, locale) -> padded(date.getSecond(), 2)),
            Map.entry("s", (date, locale) -> padded(date.getSecond(), 1)),
            Map.entry(
                    "ZZ",
                    (date, locale) ->
                            DateTimeFormatter.ofPattern("xx", Locale.ROOT).format(date)),
            Map.entry(
                    "Z",
                    (date, locale) ->
                            DateTimeFormatter.ofPattern("xxx", Locale.ROOT).format(date)),
            Map.entry("A", Dates::half),
            Map.entry("a", (date, locale) -> half(date, locale).toLowerCase(locale)));

    private Dates() {}

    /** What is wrong with a pattern, or null. */
    public static String fault(String pattern) {
        if (pattern.length() > PATTERN_LENGTH) {
            return "has more than %d characters".formatted(PATTERN_LENGTH);
        }
        if (STYLES.containsKey(pattern)) {
            return null;
        }
        for (int at = 0, end; at < pattern.length(); at = end) {
            end = tokenEnd(pattern, at);
            String text = pattern.substring(at, end);
            // The T between date and time is literal.
            if (text.matches("[A-Za-z&&[^T]]") && !TOKENS.containsKey(text)) {
                return ("has '%s', which is not a token; the tokens are YYYY, YY, MMMM, MMM, MM, M, DD, D, dddd, ddd,"
                                + " HH, H, hh, h, mm, m, ss, s, A, a, ZZ and Z, and other text goes in [ ]; short, medium, long"
                                + " or full alone follow the locale")
                        .formatted(text);
            }
        }
        return null;
    }

    /** The number of words of a language in the pattern; each takes about as long as a hundred variables. */
    public static int names(String pattern) {
        if (STYLES.containsKey(pattern)) {
            return 3;
        }
        int names = 0;
        for (int at = 0, end; at < pattern.length(); at = end) {
            end = tokenEnd(pattern, at);
            names += pattern.charAt(at) == 'Z' || NAMES.contains(pattern.substring(at, end)) ? 1 : 0;
        }
        return names;
    }

    /** Whether it is an offset such as {@code -0800} or a name of the IANA time zone database. */
    public static boolean zone(String zone) {
        return zone(zone, null) != null;
    }

    /**
     * A date formatted by the pattern.
     *
     * @param text a date, or a date and time, of ISO 8601; a time without an offset is one of UTC. Or seconds or milliseconds
     *     since 1970, with 9 to 13 digits
     * @param pattern of at most {@value #PATTERN_LENGTH} characters
     * @param zone in which it is shown; where it is null or unknown the date's own. A date without a time is the same everywhere
     * @return null if the text is no date, or the pattern too long
     */
    public static String format(String text, String pattern, String zone, Locale locale) {
        if (text.length() > LONGEST || pattern.length() > PATTERN_LENGTH) {
            return null;
        }
        if (EPOCH.matcher(text).matches()) {
            long epoch = Long.parseLong(text);
            Instant instant = epoch < MILLISECONDS ? Instant.ofEpochSecond(epoch) : Instant.ofEpochMilli(epoch);
            return format(instant.atZone(zone(zone, ZoneOffset.UTC)), pattern, locale);
        }
        Matcher matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        try {
            return format(date(matcher, zone), pattern, locale);
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static ZonedDateTime date(Matcher matcher, String zone) {
        String time = matcher.group(2) == null ? "00:00" : matcher.group(2);
        LocalDateTime local = LocalDateTime.parse(matcher.group(1) + "T" + time);
        ZoneId offset = zone(matcher.group(3), ZoneOffset.UTC);
        if (matcher.group(2) == null) {
            return local.atZone(offset);
        }
        ZonedDateTime date = local.atZone(offset);
        return date.withZoneSameInstant(zone(zone, offset));
    }

    private static ZoneId zone(String zone, ZoneId otherwise) {
        if (zone == null) {
            return otherwise;
        }
        Matcher offset = OFFSET.matcher(zone);
        if (offset.matches()) {
            int minutes = Integer.parseInt(offset.group(2)) * 60 + Integer.parseInt(offset.group(3));
            boolean valid = minutes <= 18 * 60 && Integer.parseInt(offset.group(3)) < 60;
            int sign = offset.group(1).equals("-") ? -1 : 1;
            return valid ? ZoneOffset.ofTotalSeconds(sign * minutes * 60) : otherwise;
        }
        if (zone.equalsIgnoreCase("Z")) {
            return ZoneOffset.UTC;
        }
        return ZONES.contains(zone) ? ZoneId.of(zone) : otherwise;
    }

    private static String format(ZonedDateTime date, String pattern, Locale locale) {
        FormatStyle style = STYLES.get(pattern);
        if (style != null) {
            return DateTimeFormatter.ofLocalizedDate(style).withLocale(locale).format(date);
        }
        StringBuilder formatted = new StringBuilder();
        for (int at = 0, end; at < pattern.length(); at = end) {
            end = tokenEnd(pattern, at);
            BiFunction<ZonedDateTime, Locale, String> part = TOKENS.get(pattern.substring(at, end));
            if (part != null) {
                formatted.append(part.apply(date, locale));
            } else if (end - at > 1) {
                formatted.append(pattern, at + 1, end - 1);
            } else {
                formatted.append(pattern.charAt(at));
            }
        }
        return formatted.toString();
    }

    /** The end of the token that begins at {@code at}: text in [ ], the longest valid token, or one character. */
    private static int tokenEnd(String pattern, int at) {
        char symbol = pattern.charAt(at);
        if (symbol == '[') {
            int close = pattern.indexOf(']', at);
            int next = pattern.indexOf('[', at + 1);
            return close < 0 || next >= 0 && next < close ? at + 1 : close + 1;
        }
        int run = 1;
        while (run < TOKEN_LENGTH && at + run < pattern.length() && pattern.charAt(at + run) == symbol) {
            run++;
        }
        for (; run > 1; run--) {
            if (TOKENS.containsKey(pattern.substring(at, at + run))) {
                break;
            }
        }
        return at + run;
    }

    private static String half(ZonedDateTime date, Locale locale) {
        return DateTimeFormatter.ofPattern("a", locale).format(date);
    }

    private static int twelve(int hour) {
        return hour % 12 == 0 ? 12 : hour % 12;
    }

    private static String padded(int number, int digits) {
        String shown = Integer.toString(number);
        return "0".repeat(Math.max(0, digits - shown.length())) + shown;
    }
}
