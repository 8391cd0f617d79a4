package io.postrider.templates.render;

import io.postrider.templates.render.Expression.Size;
import java.util.List;

/** What a helper does with its arguments. None fails for a value: what it cannot work on is shown as it is. */
public interface Work {
    /** Charges what it takes to the scope's budget. */
    Object value(VariableScope scope, List<Expression> arguments);

    default Size size(List<Expression> arguments) {
        return Size.SHORT;
    }

    /** Adds what it takes at most, without what its arguments take. */
    default void bound(Bound bound, int depth, List<Expression> arguments) {}

    /** What is wrong with the arguments; null if nothing is. */
    default String fault(List<Expression> arguments) {
        return null;
    }

    /** Whether a variable that is its first argument must be given. */
    default boolean needsItsFirst() {
        return false;
    }
}
