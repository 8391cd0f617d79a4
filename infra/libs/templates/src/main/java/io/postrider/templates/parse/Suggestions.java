package io.postrider.templates.parse;

import java.util.Map;
import java.util.regex.Pattern;

/** What to write instead of tags that other services and engines know and this one does not. */
final class Suggestions {
    static final String NO_VARIABLE = "is no variable; names have letters, digits, '_' and '-', and '.' between levels";

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
            Map.entry("log", "; leave it out"),
            Map.entry("raw", "; write \\{{ for braces that are to be shown"),
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
     * What is said about a tag that is no variable and no helper.
     *
     * @param inside of the tag, behind its sigil
     * @param otherwise if nothing is known about it
     */
    static String of(String inside, String otherwise) {
        String first = inside.split("[\\s(\"'=|]", 2)[0];
        String instead = INSTEAD.get(first);
        if (instead != null) {
            return "is not supported" + instead;
        }
        if (QUOTES.matcher(inside).find()) {
            return "has quotation marks that an editor put in; write \" or '";
        }
        if (inside.startsWith("pm:")) {
            return "is not supported" + UNSUBSCRIBE;
        }
        if (inside.indexOf('~') >= 0) {
            return "trims what is around it, which is not supported; take '~' out. A line with nothing but"
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
            return "asks for the place in an outer list, which is not supported; give it as a variable of the elements";
        }
        return otherwise;
    }
}
