package io.postrider.templates;

import io.postrider.mail.Recipient;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/**
 * The approximate size of variables, which bounds a rendering without doing it.
 *
 * @param length of the longest value, in characters as it is shown
 * @param elements of the longest list
 * @param digits of the longest number but whole ones of up to 64 bits, as it is shown; 0 without such
 * @param names of the object that has most
 */
public record Extent(int length, int elements, int digits, int names) {
    /** Numbers of the usual kinds, booleans and an element's place. */
    private static final int SHORT = 24;

    /** A double as a plain decimal: 309 digits before the point, or 340 behind it. */
    private static final int LONGEST_DOUBLE = 350;

    /** Decimal digits of a bit, rounded up: a third. */
    private static final int BITS_OF_DIGIT = 3;

    /** The extent of no variables. */
    public static final Extent NONE = new Extent(SHORT, 1, 0, 0);

    /** The extent of a map parsed from JSON. */
    public static Extent of(Map<String, Object> variables) {
        return variables.isEmpty() ? NONE : NONE.with((Object) variables);
    }

    /** The extent of a recipient's and the message's variables together. */
    public Extent with(Recipient recipient) {
        Extent own = with(recipient.email());
        own = recipient.name() == null ? own : own.with(recipient.name());
        return recipient.variables().isEmpty() ? own : own.with((Object) recipient.variables());
    }

    private Extent with(Collection<?> values) {
        Extent extent = this;
        for (Object value : values) {
            extent = extent.with(value);
        }
        return extent;
    }

    private Extent with(Object value) {
        if (value instanceof Map<?, ?> map) {
            Extent inside = with(map.values());
            return map.size() > inside.names
                    ? new Extent(inside.length, inside.elements, inside.digits, map.size())
                    : inside;
        }
        if (value instanceof Collection<?> list) {
            Extent inside = with(list);
            return list.size() > inside.elements
                    ? new Extent(inside.length, list.size(), inside.digits, inside.names)
                    : inside;
        }
        int shown = length(value);
        int made = value instanceof Number && !(value instanceof Integer || value instanceof Long) ? shown : 0;
        return shown > length || made > digits
                ? new Extent(Math.max(shown, length), elements, Math.max(made, digits), names)
                : this;
    }

    private static int length(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof BigInteger integer) {
            return integer.bitLength() / BITS_OF_DIGIT + 2;
        }
        if (value instanceof BigDecimal decimal) {
            // Plain below a scale of 100, else with an exponent.
            return decimal.precision() + SHORT + 100;
        }
        return value instanceof Double || value instanceof Float ? LONGEST_DOUBLE : SHORT;
    }
}
