package io.postrider.template;

import io.postrider.template.Expression.Literal;
import io.postrider.template.Expression.Size;
import io.postrider.template.format.Dates;
import io.postrider.template.format.Locales;
import io.postrider.template.format.Numbers;
import java.util.List;

/** The helpers that format, and what they take at most. What is no date or number is shown as it is. */
final class Formatting {
    /** Steps that making a number takes, besides one for each of its characters. */
    static final int STEPS = 200;

    /** Steps that each word of a language takes in a date, and reading the date. */
    private static final int STEPS_OF_NAME = 100;

    private Formatting() {}

    /** @param arguments value, pattern, zone and locale */
    static Object date(Scope scope, List<Expression> arguments) {
        Object value = arguments.get(0).value(scope);
        String pattern = text(scope, arguments.get(1));
        if (!(value instanceof String text) || pattern == null || pattern.length() > Dates.PATTERN_LENGTH) {
            return value;
        }
        scope.steps((long) STEPS_OF_NAME * (1 + Dates.names(pattern)));
        String formatted = Dates.format(
                text, pattern, text(scope, arguments.get(2)), Locales.of(text(scope, arguments.get(3))));
        return formatted == null ? value : formatted;
    }

    static Size sizeOfDate(List<Expression> arguments) {
        int pattern = literal(arguments.get(1)) instanceof String text ? text.length() : Dates.PATTERN_LENGTH;
        return arguments.get(0).size().plus(new Size(0, (double) pattern * Dates.CHARACTERS));
    }

    static int stepsOfDate(Expression pattern) {
        int names = literal(pattern) instanceof String text ? Dates.names(text) : Dates.PATTERN_LENGTH;
        return STEPS_OF_NAME * (1 + names);
    }

    static String faultOfDate(List<Expression> arguments) {
        String pattern = literal(arguments.get(1)) instanceof String text ? Dates.fault(text) : null;
        if (pattern != null) {
            return "has a pattern that " + pattern;
        }
        if (literal(arguments.get(2)) instanceof String zone && !Dates.zone(zone)) {
            return "has a time zone that is not known; write one such as Europe/Vienna or +0100";
        }
        return faultOfLocale(arguments.get(3));
    }

    /** @param arguments value, decimals and locale */
    static Object number(Scope scope, List<Expression> arguments) {
        Object value = arguments.get(0).value(scope);
        String text = taken(scope, value);
        String decimals = text(scope, arguments.get(1));
        boolean digits = decimals != null && decimals.matches("[0-9]{1,2}");
        String formatted =
                Numbers.format(text, digits ? Integer.valueOf(decimals) : null, Locales.of(text(scope, arguments.get(2))));
        return formatted == null ? value : formatted;
    }

    static Size sizeOfNumber(List<Expression> arguments) {
        return arguments.get(0).size().times(Numbers.CHARACTERS).plus(new Size(0, Numbers.BESIDES));
    }

    static String faultOfNumber(List<Expression> arguments) {
        Object decimals = literal(arguments.get(1));
        boolean digits = decimals instanceof Long number && number >= 0 && number <= Numbers.DECIMALS;
        if (decimals != null && !digits) {
            return "has decimals that are no number from 0 to %d".formatted(Numbers.DECIMALS);
        }
        return faultOfLocale(arguments.get(2));
    }

    /** @param arguments value, code of the currency and locale */
    static Object money(Scope scope, List<Expression> arguments) {
        Object value = arguments.get(0).value(scope);
        String code = text(scope, arguments.get(1));
        String formatted = Numbers.money(
                taken(scope, value), code == null ? "" : code, Locales.of(text(scope, arguments.get(2))));
        return formatted == null ? value : formatted;
    }

    static String faultOfMoney(List<Expression> arguments) {
        if (arguments.get(1) instanceof Literal literal && !Numbers.currency(String.valueOf(literal.shown()))) {
            return "has a currency that is not known; write its code, such as EUR (ISO 4217)";
        }
        return faultOfLocale(arguments.get(2));
    }

    private static String faultOfLocale(Expression locale) {
        boolean unknown = literal(locale) instanceof String tag && !Locales.known(tag);
        return unknown ? "has a locale that is not known; write one such as de or de-AT" : null;
    }

    private static String taken(Scope scope, Object value) {
        String text = Scope.text(value);
        scope.steps(STEPS + Math.min(text.length(), Numbers.LONGEST));
        return text;
    }

    /** Null if it is not given. */
    private static String text(Scope scope, Expression argument) {
        Object value = argument.value(scope);
        return value == null ? null : Scope.text(value);
    }

    private static Object literal(Expression argument) {
        return argument instanceof Literal literal ? literal.shown() : null;
    }
}
