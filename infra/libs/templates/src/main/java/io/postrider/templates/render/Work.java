package io.postrider.templates.render;

import io.postrider.templates.render.Expression.Size;
import java.util.List;

/** The function of a helper. None fails because of a value: a value that it cannot process is shown unchanged. */
public interface Work {
    /** Charges its cost to the scope's budget. */
    Object value(VariableScope scope, List<Expression> arguments);

    default Size size(List<Expression> arguments) {
        return Size.SHORT;
    }

    /** Adds its maximum cost, without that of its arguments. */
    default void bound(Bound bound, int depth, List<Expression> arguments) {}

    /** What is wrong with the arguments, or null. */
    default String fault(List<Expression> arguments) {
        return null;
    }

    /** Whether a variable that is its first argument must be given. */
    default boolean needsItsFirst() {
        return false;
    }
}
