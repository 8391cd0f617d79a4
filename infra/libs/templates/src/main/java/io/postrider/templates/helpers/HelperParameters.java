package io.postrider.templates.helpers;

import io.postrider.templates.TemplateException;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a helper takes.
 *
 * @param names in their order; empty if there may be any number
 * @param least that must be given
 * @param most that may be given without their name
 * @param usage a tag as it should be
 */
record HelperParameters(List<String> names, int least, int most, String usage) {
    /** The arguments of a helper that takes this number of them, without names. */
    static HelperParameters of(int least, int most, String usage) {
        return new HelperParameters(List.of(), least, most, usage);
    }

    /**
     * The arguments in the order of the names; those that are not given are {@code null}.
     *
     * @param options by their names
     * @throws TemplateException by the function, if they are not as they should be
     */
    List<Expression> ordered(
            List<Expression> arguments, Map<String, Expression> options, Function<String, TemplateException> fault) {
        List<Expression> ordered = new ArrayList<>(arguments);
        for (int i = arguments.size(); i < names.size(); i++) {
            ordered.add(options.get(names.get(i)));
        }
        for (String option : options.keySet()) {
            if (names.indexOf(option) < arguments.size()) {
                throw fault.apply("has '%s=', which is not supported; write %s".formatted(option, usage));
            }
        }
        boolean lacks = ordered.size() < least || ordered.subList(0, least).contains(null);
        if (arguments.size() > most || lacks) {
            throw fault.apply("has too few or too many arguments; write " + usage);
        }
        ordered.replaceAll(argument -> argument == null ? new Literal(null) : argument);
        return List.copyOf(ordered);
    }
}
