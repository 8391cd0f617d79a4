package io.postrider.templates.helpers;

import io.postrider.templates.render.StepPrices;
import io.postrider.templates.render.VariableScope;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares values of templates: numbers as numbers, even if one is a string, everything else as shown. */
final class Comparison {
    /** Steps of one comparison; long texts need more. */
    static final int STEPS = 16;

    /** The limit up to which a double is exact for whole numbers. */
    private static final double EXACT = 1L << 53;

    private static final int LONGEST_NUMBER = 40;
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");

    private Comparison() {}

    /** Objects and lists equal nothing; a missing value equals only {@code null}. */
    static boolean equal(VariableScope scope, Object one, Object other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (hasParts(one) || hasParts(other)) {
            return false;
        }
        String text = taken(scope, one);
        String otherText = taken(scope, other);
        if (text.equals(otherText)) {
            return true;
        }
        if (one instanceof Number || other instanceof Number) {
            double number = number(text);
            return number == number(otherText) && Math.abs(number) < EXACT;
        }
        return false;
    }

    /** Two texts that are not numbers are compared by their characters, which suits dates that begin with the year. */
    static boolean less(VariableScope scope, Object one, Object other) {
        if (one == null || other == null || hasParts(one) || hasParts(other)) {
            return false;
        }
        String text = taken(scope, one);
        String otherText = taken(scope, other);
        double number = number(text);
        double otherNumber = number(otherText);
        if (Double.isNaN(number) && Double.isNaN(otherNumber)) {
            return text.compareTo(otherText) < 0;
        }
        return number < otherNumber;
    }

    private static boolean hasParts(Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?>;
    }

    private static String taken(VariableScope scope, Object value) {
        String text = VariableScope.text(value);
        scope.steps(STEPS / 2 + text.length() / StepPrices.CHARACTERS);
        return text;
    }

    private static double number(String text) {
        return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches()
                ? Double.parseDouble(text)
                : Double.NaN;
    }
}
