package io.postrider.template;

import io.postrider.template.Expression.Size;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a template may call, by the names that SendGrid documents. None fails for a value: what it cannot work on is shown as it is, so
 * that no mail that was accepted fails for it.
 */
enum Helper {
    /** The value, or a default where it is missing or empty. */
    INSERT(new Parameters(List.of("value", "default"), 2, 2, "{{insert name \"a default\"}}")) {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            Object value = arguments.get(0).value(scope);
            if (!Scope.text(value).isEmpty()) {
                return value;
            }
            Object otherwise = arguments.get(1).value(scope);
            // As SendGrid writes it.
            return otherwise instanceof String text && text.startsWith("default=") ? text.substring(8) : otherwise;
        }

        @Override
        Size size(List<Expression> arguments) {
            return arguments.get(0).size().plus(arguments.get(1).size());
        }
    },

    /** Elements of a list, or characters of a text; 0 for anything else. */
    LENGTH(1, 1, "{{length items}}") {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            Object value = arguments.get(0).value(scope);
            return value instanceof List<?> list ? list.size() : Scope.text(value).length();
        }
    },

    EQUALS(2, 2, "{{#equals a \"b\"}}…{{/equals}}") {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return Comparing.equal(
                    scope, arguments.get(0).value(scope), arguments.get(1).value(scope));
        }
    },

    NOT_EQUALS(2, 2, "{{#notEquals a \"b\"}}…{{/notEquals}}") {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return !Comparing.equal(
                    scope, arguments.get(0).value(scope), arguments.get(1).value(scope));
        }
    },

    GREATER_THAN(2, 2, "{{#greaterThan a 10}}…{{/greaterThan}}") {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return Comparing.less(
                    scope, arguments.get(1).value(scope), arguments.get(0).value(scope));
        }
    },

    LESS_THAN(2, 2, "{{#lessThan a 10}}…{{/lessThan}}") {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return Comparing.less(
                    scope, arguments.get(0).value(scope), arguments.get(1).value(scope));
        }
    },

    AND(2, 16, "{{#and a b}}…{{/and}}") {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return arguments.stream().allMatch(argument -> truth(argument.value(scope)));
        }
    },

    OR(2, 16, "{{#or a b}}…{{/or}}") {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return arguments.stream().anyMatch(argument -> truth(argument.value(scope)));
        }
    },

    /** For a part of a URL: all but the unreserved characters become octets of UTF-8 in hexadecimal (RFC 3986, 2.1). */
    URL_ENCODE(1, 1, "{{urlEncode name}}") {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            String encoded = encoded(Scope.text(arguments.get(0).value(scope)));
            scope.steps(encoded.length() / Scope.ESCAPED);
            return encoded;
        }

        @Override
        Size size(List<Expression> arguments) {
            return arguments.get(0).size().times(OCTETS * 3);
        }

        @Override
        void bound(Bound bound, int depth, List<Expression> arguments) {
            bound.worked(depth, 0, size(arguments).times(1.0 / Scope.ESCAPED));
        }

        @Override
        boolean needsItsFirst() {
            return true;
        }
    },

    /** A date by a pattern, or by the habits of a locale. */
    FORMAT_DATE(new Parameters(
            List.of("value", "pattern", "zone", "locale"), 2, 3, "{{formatDate date \"D MMMM YYYY\" locale=\"en\"}}")) {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return Formatting.date(scope, arguments);
        }

        @Override
        Size size(List<Expression> arguments) {
            return Formatting.sizeOfDate(arguments);
        }

        @Override
        void bound(Bound bound, int depth, List<Expression> arguments) {
            bound.worked(depth, Formatting.stepsOfDate(arguments.get(1)), new Size(0, 0));
        }

        @Override
        String fault(List<Expression> arguments) {
            return Formatting.faultOfDate(arguments);
        }

        @Override
        boolean needsItsFirst() {
            return true;
        }
    },

    /** A number with the separators of a locale. */
    FORMAT_NUMBER(new Parameters(
            List.of("value", "decimals", "locale"), 1, 2, "{{formatNumber price decimals=2 locale=\"en\"}}")) {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return Formatting.number(scope, arguments);
        }

        @Override
        Size size(List<Expression> arguments) {
            return Formatting.sizeOfNumber(arguments);
        }

        @Override
        void bound(Bound bound, int depth, List<Expression> arguments) {
            bound.worked(depth, Formatting.STEPS, arguments.get(0).size());
        }

        @Override
        String fault(List<Expression> arguments) {
            return Formatting.faultOfNumber(arguments);
        }

        @Override
        boolean needsItsFirst() {
            return true;
        }
    },

    /** An amount of money. */
    FORMAT_CURRENCY(new Parameters(
            List.of("value", "currency", "locale"), 2, 2, "{{formatCurrency price \"EUR\" locale=\"en\"}}")) {
        @Override
        Object value(Scope scope, List<Expression> arguments) {
            return Formatting.money(scope, arguments);
        }

        @Override
        Size size(List<Expression> arguments) {
            return Formatting.sizeOfNumber(arguments);
        }

        @Override
        void bound(Bound bound, int depth, List<Expression> arguments) {
            bound.worked(depth, Formatting.STEPS, arguments.get(0).size());
        }

        @Override
        String fault(List<Expression> arguments) {
            return Formatting.faultOfMoney(arguments);
        }

        @Override
        boolean needsItsFirst() {
            return true;
        }
    };

    private static final int OCTETS = 3;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Set<Helper> CONDITIONS = Set.of(EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN, AND, OR);
    private static final Map<String, Helper> BY_NAME = Map.ofEntries(
            Map.entry("insert", INSERT),
            Map.entry("default", INSERT),
            Map.entry("length", LENGTH),
            Map.entry("equals", EQUALS),
            Map.entry("notEquals", NOT_EQUALS),
            Map.entry("greaterThan", GREATER_THAN),
            Map.entry("lessThan", LESS_THAN),
            Map.entry("and", AND),
            Map.entry("or", OR),
            Map.entry("urlEncode", URL_ENCODE),
            Map.entry("formatDate", FORMAT_DATE),
            Map.entry("formatNumber", FORMAT_NUMBER),
            Map.entry("formatCurrency", FORMAT_CURRENCY));

    private final Parameters parameters;

    /**
     * @param least arguments
     * @param most arguments
     * @param usage a tag as it should be
     */
    Helper(int least, int most, String usage) {
        this(Parameters.of(least, most, usage));
    }

    Helper(Parameters parameters) {
        this.parameters = parameters;
    }

    /** Null if there is none of that name. */
    static Helper named(String name) {
        return BY_NAME.get(name);
    }

    abstract Object value(Scope scope, List<Expression> arguments);

    Size size(List<Expression> arguments) {
        return Size.SHORT;
    }

    /** Adds what it takes at most, without what its arguments take. */
    void bound(Bound bound, int depth, List<Expression> arguments) {
        if (condition()) {
            Size compared = arguments.get(0).size().plus(arguments.get(1).size());
            bound.worked(depth, Comparing.STEPS, compared.times(1.0 / Scope.LETTERS));
        }
    }

    /** Whether a variable that is its first argument must be given. */
    boolean needsItsFirst() {
        return false;
    }

    /** Whether it opens a block. */
    boolean condition() {
        return CONDITIONS.contains(this);
    }

    /**
     * The arguments as the helper takes them.
     *
     * @throws TemplateException by the function, if they are not as they should be
     */
    List<Expression> checked(
            List<Expression> arguments, Map<String, Expression> options, Function<String, TemplateException> fault) {
        List<Expression> ordered = parameters.ordered(arguments, options, fault);
        String wrong = fault(ordered);
        if (wrong != null) {
            throw fault.apply(wrong);
        }
        return ordered;
    }

    /** What is wrong with the arguments; null if nothing is. */
    String fault(List<Expression> arguments) {
        return null;
    }

    /** As Handlebars has it: not what is missing, false, 0, empty text or an empty list. */
    static boolean truth(Object value) {
        return Tag.shown(value) && !(value instanceof Number number && number.doubleValue() == 0);
    }

    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean unreserved = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            if (unreserved) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }
}
