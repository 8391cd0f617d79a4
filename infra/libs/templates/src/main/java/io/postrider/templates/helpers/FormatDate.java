package io.postrider.templates.helpers;

import io.postrider.templates.format.Dates;
import io.postrider.templates.format.Locales;
import io.postrider.templates.render.Bound;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.Literal;
import io.postrider.templates.render.Expression.Size;
import io.postrider.templates.render.VariableScope;
import io.postrider.templates.render.Work;
import java.util.List;

/** A date by a pattern, or by the habits of a locale. Its arguments: the value, the pattern, the time zone and the locale. */
final class FormatDate implements Work {
    /** Steps that each word of a language takes, and reading the date. Each character of the pattern takes one more. */
    private static final int STEPS = 100;

    @Override
    public Object value(VariableScope scope, List<Expression> arguments) {
        Object value = arguments.get(0).value(scope);
        String pattern = Formatting.text(scope, arguments.get(1));
        if (pattern == null || pattern.length() > Dates.PATTERN_LENGTH) {
            return value;
        }
        scope.steps((long) STEPS * (1 + Dates.names(pattern)) + pattern.length());
        String zone = Formatting.text(scope, arguments.get(2));
        String formatted = Dates.format(
                VariableScope.text(value), pattern, zone, Locales.of(Formatting.text(scope, arguments.get(3))));
        return formatted == null ? value : formatted;
    }

    @Override
    public Size size(List<Expression> arguments) {
        int pattern = arguments.get(1) instanceof Literal literal
                ? VariableScope.text(literal.shown()).length()
                : Dates.PATTERN_LENGTH;
        return arguments.get(0).size().plus(new Size(0, (double) pattern * Dates.CHARACTERS));
    }

    @Override
    public void bound(Bound bound, int depth, List<Expression> arguments) {
        String pattern = arguments.get(1) instanceof Literal literal ? VariableScope.text(literal.shown()) : null;
        int names = pattern == null ? Dates.PATTERN_LENGTH : Dates.names(pattern);
        int length = pattern == null ? Dates.PATTERN_LENGTH : pattern.length();
        bound.worked(depth, STEPS * (1 + names) + length, new Size(0, 0));
    }

    @Override
    public String fault(List<Expression> arguments) {
        String pattern = Formatting.literal(arguments.get(1)) instanceof String text ? Dates.fault(text) : null;
        if (pattern != null) {
            return "has a pattern that " + pattern;
        }
        if (Formatting.literal(arguments.get(2)) instanceof String zone && !Dates.zone(zone)) {
            return "has an unknown time zone; write one such as Europe/Vienna or +0100";
        }
        return Formatting.faultOfLocale(arguments.get(3));
    }

    @Override
    public boolean needsItsFirst() {
        return true;
    }
}
