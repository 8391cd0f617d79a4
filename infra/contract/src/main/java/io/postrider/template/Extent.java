package io.postrider.template;

import io.postrider.contract.Recipient;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/**
 * How large variables are, roughly: what a rendering can be bounded by without doing it.
 *
 * @param length of the longest value, in characters as it is shown
 * @param elements of the longest list
 */
public record Extent(int length, int elements) {
    /** Numbers of the usual kinds, booleans and an element's place. */
    private static final int SHORT = 24;

    /** A double as a plain decimal: 309 digits before the point, or 340 behind it. */
    private static final int LONGEST_DOUBLE = 350;

    /** Decimal digits of a bit, rounded up: a third. */
    private static final int BITS_OF_DIGIT = 3;

    /** What needs no variables. */
    public static final Extent NONE = new Extent(SHORT, 1);

    /** Of a map as JSON gives it. */
    public static Extent of(Map<String, Object> variables) {
        return variables.isEmpty() ? NONE : NONE.with(variables.values());
    }

    /** Of what a recipient brings and the message's variables together. */
    public Extent with(Recipient recipient) {
        Extent own = with(recipient.email());
        own = recipient.name() == null ? own : own.with(recipient.name());
        return recipient.variables().isEmpty()
                ? own
                : own.with(recipient.variables().values());
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
            return with(map.values());
        }
        if (value instanceof Collection<?> list) {
            Extent inside = with(list);
            return list.size() > inside.elements ? new Extent(inside.length, list.size()) : inside;
        }
        int shown = length(value);
        return shown > length ? new Extent(shown, elements) : this;
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
