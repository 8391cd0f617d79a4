package io.postrider.templates.helpers;

import io.postrider.templates.TemplateException;
import io.postrider.templates.format.Urls;
import io.postrider.templates.render.Bound;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.Size;
import io.postrider.templates.render.StepPrices;
import io.postrider.templates.render.Tag;
import io.postrider.templates.render.VariableScope;
import io.postrider.templates.render.Work;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The helpers that a template may call, by the names that SendGrid documents. */
public enum Helper {
    INSERT(new HelperParameters(List.of("value", "default"), 2, 2, "{{insert name \"a default\"}}"), new Insert()),
    LENGTH(
            HelperParameters.of(1, 1, "{{length items}}"),
            (scope, arguments) -> length(arguments.get(0).value(scope))),
    EQUALS(HelperParameters.of(2, 2, "{{#equals a \"b\"}}…{{/equals}}"), (Condition)
            (scope, arguments) -> Comparison.equal(scope, first(scope, arguments), second(scope, arguments))),
    NOT_EQUALS(HelperParameters.of(2, 2, "{{#notEquals a \"b\"}}…{{/notEquals}}"), (Condition)
            (scope, arguments) -> !Comparison.equal(scope, first(scope, arguments), second(scope, arguments))),
    GREATER_THAN(HelperParameters.of(2, 2, "{{#greaterThan a 10}}…{{/greaterThan}}"), (Condition)
            (scope, arguments) -> Comparison.less(scope, second(scope, arguments), first(scope, arguments))),
    LESS_THAN(HelperParameters.of(2, 2, "{{#lessThan a 10}}…{{/lessThan}}"), (Condition)
            (scope, arguments) -> Comparison.less(scope, first(scope, arguments), second(scope, arguments))),
    AND(HelperParameters.of(2, 16, "{{#and a b}}…{{/and}}"), (Condition)
            (scope, arguments) -> arguments.stream().allMatch(argument -> Tag.truth(argument.value(scope)))),
    OR(HelperParameters.of(2, 16, "{{#or a b}}…{{/or}}"), (Condition)
            (scope, arguments) -> arguments.stream().anyMatch(argument -> Tag.truth(argument.value(scope)))),
    URL_ENCODE(HelperParameters.of(1, 1, "{{urlEncode name}}"), new UrlEncode()),
    FORMAT_DATE(
            new HelperParameters(
                    List.of("value", "pattern", "zone", "locale"),
                    2,
                    3,
                    "{{formatDate date \"D MMMM YYYY\" locale=\"en\"}}"),
            new FormatDate()),
    FORMAT_NUMBER(
            new HelperParameters(
                    List.of("value", "decimals", "locale"), 1, 2, "{{formatNumber price decimals=2 locale=\"en\"}}"),
            new FormatNumber()),
    FORMAT_CURRENCY(
            new HelperParameters(
                    List.of("value", "currency", "locale"), 2, 2, "{{formatCurrency price \"EUR\" locale=\"en\"}}"),
            new FormatCurrency());

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

    private final HelperParameters parameters;
    private final Work work;

    Helper(HelperParameters parameters, Work work) {
        this.parameters = parameters;
        this.work = work;
    }

    /** Null if there is none with this name. */
    public static Helper named(String name) {
        return BY_NAME.get(name);
    }

    public Work work() {
        return work;
    }

    /** Whether it opens a block. */
    public boolean condition() {
        return work instanceof Condition;
    }

    /**
     * The arguments in the form that the helper expects.
     *
     * @throws TemplateException created by the function, if they are invalid
     */
    public List<Expression> checked(
            List<Expression> arguments, Map<String, Expression> options, Function<String, TemplateException> fault) {
        List<Expression> ordered = parameters.ordered(arguments, options, fault);
        String wrong = work.fault(ordered);
        if (wrong != null) {
            throw fault.apply(wrong);
        }
        return ordered;
    }

    private static Object first(VariableScope scope, List<Expression> arguments) {
        return arguments.get(0).value(scope);
    }

    private static Object second(VariableScope scope, List<Expression> arguments) {
        return arguments.get(1).value(scope);
    }

    /** Elements of a list, or characters of a text; 0 for anything else. */
    private static int length(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof List<?> list ? list.size() : 0;
    }

    /** Decides, so that it opens a block. */
    private interface Condition extends Work {
        @Override
        default void bound(Bound bound, int depth, List<Expression> arguments) {
            Size compared = arguments.get(0).size().plus(arguments.get(1).size());
            bound.worked(depth, Comparison.STEPS, compared.times(1.0 / StepPrices.CHARACTERS));
        }
    }

    /** The value, or a default where it is missing or empty. */
    private static final class Insert implements Work {
        @Override
        public Object value(VariableScope scope, List<Expression> arguments) {
            Object value = first(scope, arguments);
            if (!VariableScope.text(value).isEmpty()) {
                return value;
            }
            Object otherwise = second(scope, arguments);
            // SendGrid's form.
            return otherwise instanceof String text && text.startsWith("default=") ? text.substring(8) : otherwise;
        }

        @Override
        public Size size(List<Expression> arguments) {
            return arguments.get(0).size().plus(arguments.get(1).size());
        }
    }

    /** For a part of a URL. */
    private static final class UrlEncode implements Work {
        @Override
        public Object value(VariableScope scope, List<Expression> arguments) {
            String encoded = Urls.encode(VariableScope.text(first(scope, arguments)));
            scope.steps(encoded.length() / StepPrices.ESCAPED);
            return encoded;
        }

        @Override
        public Size size(List<Expression> arguments) {
            return arguments.get(0).size().times(Urls.CHARACTERS);
        }

        @Override
        public void bound(Bound bound, int depth, List<Expression> arguments) {
            bound.worked(depth, 0, size(arguments).times(1.0 / StepPrices.ESCAPED));
        }

        @Override
        public String fault(List<Expression> arguments) {
            boolean twice = arguments.get(0) instanceof Expression.Call call && call.helper() instanceof UrlEncode;
            return twice ? "encodes twice; write urlEncode once" : null;
        }

        @Override
        public boolean needsItsFirst() {
            return true;
        }
    }
}
