package io.postrider.templates;

import io.postrider.mail.Limits;
import io.postrider.templates.Expression.Call;
import io.postrider.templates.Expression.From;
import io.postrider.templates.Expression.Literal;
import io.postrider.templates.Expression.Place;
import io.postrider.templates.Expression.Variable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the inside of a tag, after its sigil: a variable, or a helper with its arguments. */
final class TagParser {
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*(\\.[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*)*");
    private static final Pattern START = Pattern.compile("((?:\\.\\./)*)(\\./|this\\.|@root\\.|)(.*)", Pattern.DOTALL);
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]{1,18}\\.[0-9]{1,18}");
    private static final Pattern ELEMENT = Pattern.compile("\\.\\[([0-9]+)]");
    private static final Map<String, Expression> PLACES = Map.of(
            "-index", Place.NUMBER,
            "-first", Place.FIRST,
            "-last", Place.LAST,
            "@index", Place.INDEX,
            "@first", Place.FIRST,
            "@last", Place.LAST);

    /** Levels of a name: no variable is deeper but by dots in its own names. */
    private static final int NAME_LEVELS = 2 * Limits.VARIABLE_DEPTH;

    private static final int GROUPS = 4;

    private final String text;
    private final boolean inSection;
    private final Function<String, TemplateException> fault;
    private int at;
    private int groups;
    private int read;

    /**
     * @param inSection whether a section is around the tag
     * @param fault makes a fault of what is said about the tag
     */
    TagParser(String text, boolean inSection, Function<String, TemplateException> fault) {
        this.text = text;
        this.inSection = inSection;
        this.fault = fault;
    }

    /** Variables and texts that were read. */
    int read() {
        return read;
    }

    /** The first word, if there are more; else null. */
    static String helper(String text) {
        int end = 0;
        while (end < text.length() && " \t\"'(".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end == text.length() || end == 0 ? null : text.substring(0, end);
    }

    /** All that the tag has: one variable, or a helper with its arguments. */
    Expression whole() {
        String helper = helper(text);
        if (helper == null && !text.startsWith("\"") && !text.startsWith("'") && !text.startsWith("(")) {
            return variable(text);
        }
        if (helper == null) {
            return only();
        }
        at = helper.length();
        Expression call = call(helper, 0);
        if (at < text.length()) {
            throw fault.apply("has a bracket too many; take ')' out");
        }
        return call;
    }

    /** All that is left as the only argument. */
    Expression only() {
        Expression only = operand();
        skip();
        if (at < text.length()) {
            throw fault.apply(Suggestions.of(
                    text, "has more than the one variable that it takes; compare as in {{#if (equals a b)}}"));
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
        return new Call(helper, helper.checked(arguments, options, fault));
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
            throw fault.apply("lacks a variable at its end");
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
            throw fault.apply("has more than %d brackets inside each other".formatted(GROUPS));
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
            default -> variable(word);
        };
    }

    private void skip() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private Expression variable(String word) {
        Expression place = PLACES.get(word);
        if (place != null) {
            requireSection();
            return place;
        }
        Matcher start = START.matcher(word);
        if (!start.matches()) {
            throw noVariable();
        }
        int up = start.group(1).length() / 3;
        From from = switch (start.group(2)) {
            case "" -> From.HERE;
            case "@root." -> From.ROOT;
            default -> From.THIS;
        };
        if (up > 0 || from == From.THIS) {
            requireSection();
        }
        return variable(start.group(3), from, up);
    }

    private Expression variable(String name, From from, int up) {
        boolean self = name.equals(".") || name.equals("..") || name.equals("this");
        if (self && from == From.HERE) {
            requireSection();
            return new Variable(null, From.THIS, name.equals("..") ? up + 1 : up);
        }
        String whole = name.indexOf('[') < 0 ? name : ELEMENT.matcher(name).replaceAll(".$1");
        if (!NAME.matcher(whole).matches()) {
            throw noVariable();
        }
        if (whole.chars().filter(c -> c == '.').count() >= NAME_LEVELS) {
            throw fault.apply("has more levels than a name may have, %d".formatted(NAME_LEVELS));
        }
        return new Variable(VariableScope.Name.of(whole), from, up);
    }

    private void requireSection() {
        if (!inSection) {
            throw fault.apply("has a meaning only inside a section");
        }
    }

    private TemplateException noVariable() {
        return fault.apply(Suggestions.of(text, Suggestions.NO_VARIABLE));
    }
}
