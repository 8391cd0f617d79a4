package io.postrider.header;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A media type with its parameters, as supplied by a client (RFC 2045, 5.1).
 *
 * @param type such as {@code text/calendar}, in its original case
 * @param parameters in order
 */
public record MediaType(String type, List<Parameter> parameters) {
    /**
     * @param name as supplied
     * @param text as supplied: a token, or a quoted string with its quotation marks
     */
    public record Parameter(String name, String text) {
        /** Without quotation marks and escapes. */
        public String value() {
            return text.startsWith("\"")
                    ? ESCAPE.matcher(text.substring(1, text.length() - 1)).replaceAll("$1")
                    : text;
        }
    }

    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final String TOKEN = "[A-Za-z0-9!#$%&'*+.^_`{|}~-]++";
    private static final Pattern TYPE = Pattern.compile("(%1$s/%1$s)\\s*+".formatted(TOKEN));

    /** A quoted string may contain non-ASCII characters here; they are written as in RFC 2231. */
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*+(?:(%1$s)\\s*+=\\s*+(%1$s|\"(?:[^\"\\\\\\p{Cntrl}]|\\\\[ -~])*+\")\\s*+|$)".formatted(TOKEN));

    /** @return null if it is invalid */
    public static MediaType of(String given) {
        Matcher type = TYPE.matcher(given);
        if (!type.lookingAt()) {
            return null;
        }
        List<Parameter> parameters = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(given);
        for (int at = type.end(); at < given.length(); at = parameter.end()) {
            if (!parameter.region(at, given.length()).lookingAt()) {
                return null;
            }
            if (parameter.group(1) != null) {
                parameters.add(new Parameter(parameter.group(1), parameter.group(2)));
            }
        }
        return new MediaType(type.group(1), List.copyOf(parameters));
    }

    /** Whether it has parts or is a message, which must not be sent as base64 (RFC 2046, 5.1 and 5.2.1). */
    public boolean composite() {
        String lowerCase = type.toLowerCase(Locale.ROOT);
        return lowerCase.startsWith("multipart/") || lowerCase.startsWith("message/");
    }

    /** Whether it is a calendar entry with a method, such as an invitation (RFC 6047, 2.4). */
    public boolean invitation() {
        return type.equalsIgnoreCase("text/calendar")
                && parameters.stream().anyMatch(parameter -> parameter.name().equalsIgnoreCase("method"));
    }
}
