package io.postrider.templates.render;

import io.postrider.mail.Recipient;
import io.postrider.templates.RenderBudget;
import io.postrider.templates.format.Numbers;
import java.util.List;
import java.util.Map;

/**
 * A value whose variables a template may use, and the enclosing scope. The engine only ever sees scopes, never values;
 * each lookup is charged to the budget.
 */
public final class VariableScope {
    /** One rendering. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Run(Tag[] tags, Recipient recipient, Map<String, Object> shared, RenderBudget budget) {}

    private final Run run;
    private final Object value;
    private final VariableScope outer;
    private final int index;
    private final boolean first;
    private final boolean last;

    private VariableScope(Run run, Object value, VariableScope outer, int index, boolean first, boolean last) {
        this.run = run;
        this.value = value;
        this.outer = outer;
        this.index = index;
        this.first = first;
        this.last = last;
    }

    /** The outermost scope of one rendering. */
    static VariableScope of(Tag[] tags, Map<String, Object> shared, Recipient recipient, RenderBudget budget) {
        return new VariableScope(
                new Run(tags, recipient, shared, budget), recipient.variables(), null, 0, false, false);
    }

    /** The scope of an element of a list, which takes a step. */
    VariableScope element(Object element, int place, boolean last) {
        steps(1);
        Object shown = shown(element);
        return new VariableScope(run, shown == null ? "" : shown, this, place, place == 0, last);
    }

    /** The scope of a value; a text or number, or a list as a whole, has the place of the scope around it. */
    VariableScope inside(Object inside) {
        return inside instanceof Map<?, ?>
                ? new VariableScope(run, inside, this, 0, true, true)
                : new VariableScope(run, inside, this, index, first, last);
    }

    /** Called by the engine; the name is the tag's number. */
    Object tag(String number) {
        return run.tags[Integer.parseInt(number)].run(this);
    }

    public void steps(long taken) {
        run.budget.steps(taken);
    }

    Object value() {
        return value;
    }

    VariableScope root() {
        VariableScope root = this;
        while (root.outer != null) {
            root = root.outer;
        }
        return root;
    }

    /** The scope some steps outwards; null if there are not as many. */
    VariableScope up(int scopes) {
        VariableScope up = this;
        for (int i = 0; i < scopes && up != null; i++) {
            up = up.outer;
        }
        return up;
    }

    int index() {
        return index;
    }

    boolean first() {
        return first;
    }

    boolean last() {
        return last;
    }

    /**
     * A variable, searched from here outwards: by its whole name first, since names may contain dots, then by its
     * levels.
     */
    Object find(Name name) {
        Object found = search(name.whole());
        if (found == null && name.levels().length > 1) {
            steps(StepPrices.apart(name.whole()));
            found = descend(search(name.levels()[0]), name.levels(), 1);
        }
        return found;
    }

    /** A variable of this scope only. */
    Object own(Name name) {
        return descend(value, name.levels(), 0);
    }

    private Object search(String name) {
        for (VariableScope scope = this; scope != null; scope = scope.outer) {
            Object found = scope.own(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private Object own(String name) {
        if (outer == null) {
            Map<?, ?> own = run.recipient.variables();
            steps(StepPrices.asked(name) + StepPrices.searched(own.size()) + StepPrices.searched(run.shared.size()));
            return shown(outermost(name));
        }
        return lookInto(value, name);
    }

    private Object descend(Object start, String[] levels, int from) {
        Object found = start;
        for (int i = from; i < levels.length && found != null; i++) {
            found = lookInto(found, levels[i]);
        }
        return found;
    }

    private Object lookInto(Object container, String name) {
        if (container instanceof Map<?, ?> map) {
            steps(StepPrices.asked(name) + StepPrices.searched(map.size()));
            return shown(map.get(name));
        }
        steps(1);
        return container instanceof List<?> list ? shown(element(list, name)) : null;
    }

    /** Whether the name leads to something that can be shown. Takes nothing from the budget; see {@link Name#steps}. */
    static boolean givesText(Name name, Map<String, Object> shared, Recipient recipient) {
        Object value = outermost(name.whole(), shared, recipient);
        if (value == null && name.levels().length > 1) {
            value = outermost(name.levels()[0], shared, recipient);
            for (int i = 1; i < name.levels().length && value != null; i++) {
                value = part(value, name.levels()[i]);
            }
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private Object outermost(String name) {
        return outermost(name, run.shared, run.recipient);
    }

    private static Object outermost(String name, Map<String, Object> shared, Recipient recipient) {
        Object value = recipient.variables().get(name);
        if (value == null) {
            value = switch (name) {
                case "email" -> recipient.email();
                case "name" -> recipient.name();
                default -> null;
            };
        }
        return value == null ? shared.get(name) : value;
    }

    private static Object part(Object value, String key) {
        if (value instanceof Map<?, ?> map) {
            return map.get(key);
        }
        return value instanceof List<?> list ? element(list, key) : null;
    }

    private static Object element(List<?> list, String key) {
        if (key.length() > 6 || !key.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int index = Integer.parseInt(key);
        return index < list.size() ? list.get(index) : null;
    }

    /** A value as templates know it: numbers that are no whole ones of up to 64 bits as text; null for what JSON does not have. */
    private Object shown(Object found) {
        if (found == null || found instanceof String || found instanceof Boolean) {
            return found;
        }
        if (found instanceof Number number) {
            Object shown = Numbers.shown(number);
            if (shown instanceof String text) {
                steps(StepPrices.NUMBER + text.length() / StepPrices.DIGITS);
            }
            return shown;
        }
        return found instanceof Map<?, ?> || found instanceof List<?> ? found : null;
    }

    /** What a value shows; an object or a list is no text and shows nothing. Asks for classes, which takes less than for interfaces. */
    public static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : "";
    }

    /** A name as a template has it, and its levels. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Name(String whole, String[] levels) {
        public static Name of(String whole) {
            return new Name(whole, whole.indexOf('.') < 0 ? new String[] {whole} : whole.split("\\."));
        }

        /** Steps that it takes to know whether it is given, among few names. */
        int steps() {
            return StepPrices.asked(whole) + (levels.length > 1 ? levels.length : 0);
        }
    }
}
