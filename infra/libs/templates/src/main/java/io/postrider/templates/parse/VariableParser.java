package io.postrider.templates.parse;

import io.postrider.mail.Limits;
import io.postrider.templates.TemplateException;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.From;
import io.postrider.templates.render.Expression.Place;
import io.postrider.templates.render.Expression.Variable;
import io.postrider.templates.render.VariableScope;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the variables of one tag: where the search for each begins, and its name; or a place in a list. */
final class VariableParser {
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*(\\.[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N}_-]*)*");
    private static final Pattern START = Pattern.compile("((?:\\.\\./)*)(\\./|this\\.|@root\\.|)(.*)", Pattern.DOTALL);
    private static final Pattern ELEMENT = Pattern.compile("\\.\\[([0-9]+)]");
    private static final Map<String, Expression> PLACES = Map.of(
            "-index", Place.NUMBER,
            "-first", Place.FIRST,
            "-last", Place.LAST,
            "@index", Place.INDEX,
            "@first", Place.FIRST,
            "@last", Place.LAST);

    /** Maximum levels of a name: no variable is deeper, except by dots in names. */
    private static final int NAME_LEVELS = 2 * Limits.VARIABLE_DEPTH;

    private final String tag;
    private final boolean inSection;
    private final Function<String, TemplateException> fault;

    /**
     * @param tag what is inside of it, for faults
     * @param inSection whether the tag is inside a section
     * @param fault creates a fault from a text about the tag
     */
    VariableParser(String tag, boolean inSection, Function<String, TemplateException> fault) {
        this.tag = tag;
        this.inSection = inSection;
        this.fault = fault;
    }

    /** @param word without blanks */
    Expression parse(String word) {
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
            throw fault.apply("has more than %d levels".formatted(NAME_LEVELS));
        }
        return new Variable(VariableScope.Name.of(whole), from, up);
    }

    private void requireSection() {
        if (!inSection) {
            throw fault.apply("has a meaning only inside a section");
        }
    }

    private TemplateException noVariable() {
        return fault.apply(Suggestions.of(tag, Suggestions.NO_VARIABLE));
    }
}
