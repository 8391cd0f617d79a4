package io.postrider.templates.parse;

import java.util.Map;
import java.util.regex.Pattern;

/** Replacements for tags of other services and engines that are not supported here. */
final class Suggestions {
    static final String NO_VARIABLE =
            "is not a variable; names have letters, digits, '_' and '-', and '.' between " + "levels";

    private static final String LESS_OR_EQUAL = "; write {{#greaterThan a b}}{{else}}…{{/greaterThan}}";
    private static final String GREATER_OR_EQUAL = "; write {{#lessThan a b}}{{else}}…{{/lessThan}}";
    private static final String EACH = "; write {{#each items}}…{{/each}}, and the names of an element as they are";
    private static final String LAYOUT =
            "; layouts are not supported: write the layout around this template's text and send both as one";
    private static final String UNSUBSCRIBE = "; give the link as a variable, such as {{unsubscribe_url}}";

    private static final Pattern QUOTES = Pattern.compile("&quot;|&#39;|[“”„‘’]");

    /** By the first word. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("eq", "; write equals"),
            Map.entry("is", "; write equals"),
            Map.entry("ifEquals", "; write equals"),
            Map.entry("ne", "; write notEquals"),
            Map.entry("neq", "; write notEquals"),
            Map.entry("gt", "; write greaterThan"),
            Map.entry("lt", "; write lessThan"),
            Map.entry("gte", GREATER_OR_EQUAL),
            Map.entry("ge", GREATER_OR_EQUAL),
            Map.entry("lte", LESS_OR_EQUAL),
            Map.entry("le", LESS_OR_EQUAL),
            Map.entry("not", "; write {{#unless a}}…{{/unless}}"),
            Map.entry("lookup", "; write the name with its levels, such as {{items.0.name}}"),
            Map.entry("for", EACH),
            Map.entry("foreach", EACH),
            Map.entry("elseif", "; write {{else if a}}"),
            Map.entry("elsif", "; write {{else if a}}"),
            Map.entry("elif", "; write {{else if a}}"),
            Map.entry("log", "; remove it"),
            Map.entry("raw", "; write \\{{ to show braces"),
            Map.entry("dateFormat", "; write {{formatDate date \"D MMMM YYYY\"}}"),
            Map.entry("date", "; write {{formatDate date \"D MMMM YYYY\"}}"),
            Map.entry("formatMoney", "; write {{formatCurrency price \"EUR\"}}"),
            Map.entry("currency", "; write {{formatCurrency price \"EUR\"}}"),
            Map.entry("encodeURI", "; write {{urlEncode name}}"),
            Map.entry("encodeURIComponent", "; write {{urlEncode name}}"),
            Map.entry("@content", LAYOUT),
            Map.entry("@key", "; give a list of objects that have the key as a variable"),
            Map.entry("@value", "; write {{this}}"));

    private Suggestions() {}

    /**
     * The fault of a tag that is neither a variable nor a helper.
     *
     * @param inside of the tag, after its sigil
     * @param otherwise the text if the tag is unknown
     */
    static String of(String inside, String otherwise) {
        String first = inside.split("[\\s(\"'=|]", 2)[0];
        String instead = INSTEAD.get(first);
        if (instead != null) {
            return "is not supported" + instead;
        }
        if (QUOTES.matcher(inside).find()) {
            return "has typographic quotation marks; write \" or '";
        }
        if (inside.startsWith("pm:")) {
            return "is not supported" + UNSUBSCRIBE;
        }
        if (inside.indexOf('~') >= 0) {
            return "trims the text around it, which is not supported; remove '~'. A line with nothing but"
                    + " a section's tag leaves no line behind";
        }
        if (inside.contains(" as |")) {
            return "names its elements, which is not supported" + EACH;
        }
        if (inside.indexOf('|') >= 0 || inside.contains("default=")) {
            return "has a filter, which is not supported; write {{insert name \"a default\"}},"
                    + " {{formatDate …}}, {{formatNumber …}} or {{urlEncode …}}";
        }
        if (inside.startsWith("../@") || inside.startsWith("@../")) {
            return "uses the index in an outer list, which is not supported; pass it as a variable of the elements";
        }
        return otherwise;
    }
}
