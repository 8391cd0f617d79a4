package io.postrider.templates.parse;

import io.postrider.templates.TemplateException;
import io.postrider.templates.helpers.Helper;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.Call;
import io.postrider.templates.render.Expression.Literal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Parses the inside of a tag, after its sigil: a variable, or a helper with its arguments. */
final class TagParser {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]{1,18}\\.[0-9]{1,18}");
    private static final int GROUPS = 4;

    private final String text;
    private final VariableParser variables;
    private final Function<String, TemplateException> fault;
    private int at;
    private int groups;
    private int read;

    /**
     * @param inSection whether the tag is inside a section
     * @param fault creates a fault from a text about the tag
     */
    TagParser(String text, boolean inSection, Function<String, TemplateException> fault) {
        this.text = text;
        this.variables = new VariableParser(text, inSection, fault);
        this.fault = fault;
    }

    /** The number of variables and texts read. */
    int read() {
        return read;
    }

    /** The first word if there are several, otherwise null. */
    static String helper(String text) {
        int end = 0;
        while (end < text.length() && " \t\"'(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end == text.length() || end == 0 ? null : text.substring(0, end);
    }

    /** The whole content of the tag: one variable, or a helper with its arguments. */
    Expression whole() {
        String helper = helper(text);
        if (helper == null && !text.startsWith("\"") && !text.startsWith("'") && !text.startsWith("(")) {
            return variables.parse(text);
        }
        if (helper == null) {
            return only();
        }
        at = helper.length();
        Expression call = call(helper, 0);
        if (at < text.length()) {
            throw fault.apply("has an unmatched ')'; remove it");
        }
        return call;
    }

    /** The rest, as the only argument. */
    Expression only() {
        Expression only = operand();
        skip();
        if (at < text.length()) {
            throw fault.apply(Suggestions.of(text, "has more than one variable; compare as in {{#if (equals a b)}}"));
        }
        return only;
    }

    private Expression call(String name, int start) {
        Helper helper = Helper.named(name);
        if (helper == null) {
            throw fault.apply(Suggestions.of(text.substring(start), Suggestions.NO_VARIABLE));
        }
        List<Expression> arguments = new ArrayList<>();
        Map<String, Expression> options = new LinkedHashMap<>();
        for (skip(); at < text.length() && text.charAt(at) != ')'; skip()) {
            String option = option();
            Expression value = operand();
            if (option == null) {
                arguments.add(value);
            } else {
                options.put(option, value);
            }
        }
        return new Call(helper.work(), helper.checked(arguments, options, fault));
    }

    /** The name before a {@code =}; null if there is none. */
    private String option() {
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (end == at || end == text.length() || text.charAt(end) != '=') {
            return null;
        }
        String name = text.substring(at, end);
        at = end + 1;
        return name;
    }

    private Expression operand() {
        skip();
        read++;
        if (at == text.length()) {
            throw fault.apply("has no variable at its end");
        }
        char first = text.charAt(at);
        if (first == '(') {
            return group();
        }
        return first == '"' || first == '\'' ? quoted(first) : bare();
    }

    private Expression group() {
        groups++;
        if (groups > GROUPS) {
            throw fault.apply("has more than %d nested brackets".formatted(GROUPS));
        }
        at++;
        skip();
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        Expression call = call(text.substring(start, at), start);
        if (at == text.length()) {
            throw fault.apply("has a bracket that is not closed; add ')'");
        }
        at++;
        groups--;
        return call;
    }

    private Expression quoted(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw fault.apply("has a text that is not closed; add a quotation mark");
        }
        String quoted = text.substring(at + 1, end);
        at = end + 1;
        return new Literal(quoted);
    }

    private Expression bare() {
        int start = at;
        while (at < text.length() && " \t()\"'=".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (WHOLE_NUMBER.matcher(word).matches()) {
            return new Literal(Long.valueOf(word));
        }
        if (FRACTION.matcher(word).matches()) {
            return new Literal(new BigDecimal(word));
        }
        return switch (word) {
            case "true" -> new Literal(true);
            case "false" -> new Literal(false);
            case "null", "undefined" -> new Literal(null);
            default -> variables.parse(word);
        };
    }

    private void skip() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
