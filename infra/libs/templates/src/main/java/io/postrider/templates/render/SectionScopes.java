package io.postrider.templates.render;

import java.util.Iterator;
import java.util.List;

/** The scopes for which a section is repeated, counted while iterating. */
final class SectionScopes implements Iterator<VariableScope> {
    private final Iterator<?> values;
    private final VariableScope around;
    private final boolean repeated;
    private int place;

    private SectionScopes(Iterator<?> values, VariableScope around, boolean repeated) {
        this.values = values;
        this.around = around;
        this.repeated = repeated;
    }

    /** One for each element. */
    static SectionScopes of(List<?> list, VariableScope around) {
        return new SectionScopes(list.iterator(), around, true);
    }

    /** One for the value as it is. */
    static SectionScopes once(Object value, VariableScope around) {
        return new SectionScopes(List.of(value).iterator(), around, false);
    }

    @Override
    public boolean hasNext() {
        return values.hasNext();
    }

    @Override
    public VariableScope next() {
        Object value = values.next();
        if (!repeated) {
            return around.inside(value);
        }
        place++;
        return around.element(value, place - 1, !values.hasNext());
    }
}
