package io.postrider.templates.helpers;

import io.postrider.templates.format.Locales;
import io.postrider.templates.format.Numbers;
import io.postrider.templates.render.Bound;
import io.postrider.templates.render.Expression;
import io.postrider.templates.render.Expression.Literal;
import io.postrider.templates.render.Expression.Size;
import io.postrider.templates.render.VariableScope;
import io.postrider.templates.render.Work;
import java.util.List;

/** What the helpers that format have in common. */
final class Formatting {
    /** Steps that making a number takes, and one for each of its characters. */
    private static final int STEPS = 200;

    /** A helper that makes a text of the number that is its first argument. */
    interface OfNumber extends Work {
        @Override
        default Size size(List<Expression> arguments) {
            return arguments.get(0).size().times(Numbers.CHARACTERS).plus(new Size(0, Numbers.MORE));
        }

        @Override
        default void bound(Bound bound, int depth, List<Expression> arguments) {
            bound.worked(depth, STEPS, arguments.get(0).size());
        }

        @Override
        default boolean needsItsFirst() {
            return true;
        }
    }

    private Formatting() {}

    /** The text that a number is made of; charged here. */
    static String number(VariableScope scope, Object value) {
        String text = VariableScope.text(value);
        scope.steps(STEPS + Math.min(text.length(), Numbers.LONGEST));
        return text;
    }

    static String faultOfLocale(Expression locale) {
        boolean unknown = literal(locale) instanceof String tag && !Locales.known(tag);
        return unknown ? "has an unknown locale; write one such as de or de-AT" : null;
    }

    /** Null if it is not given. */
    static String text(VariableScope scope, Expression argument) {
        Object value = argument.value(scope);
        return value == null ? null : VariableScope.text(value);
    }

    /** Null if it is not in the template itself. */
    static Object literal(Expression argument) {
        return argument instanceof Literal literal ? literal.shown() : null;
    }
}
