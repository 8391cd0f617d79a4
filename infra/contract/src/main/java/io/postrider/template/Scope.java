package io.postrider.template;

import io.postrider.contract.Recipient;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An object whose variables a template may name. It hands out text, numbers and booleans as they are, and objects and
 * lists only wrapped, so that the engine never holds anything that it could look into by itself.
 */
final class Scope {
    /** Steps that making the digits of a number takes, whole numbers of up to 64 bits apart, and how many are made in one more. */
    static final int NUMBER = 2;

    static final int DIGITS = 2;

    /** Characters of a text that are escaped in a step, as there are then. */
    static final int ESCAPED = 16;

    /** Characters of a name that are looked at in a step. */
    private static final int LETTERS = 64;

    private static final ThreadLocal<RenderBudget> RENDERING = new ThreadLocal<>();

    private final Map<?, ?> own;
    private final Recipient recipient;
    private final Map<?, ?> shared;
    private final RenderBudget budget;

    private Scope(Map<?, ?> own, Recipient recipient, Map<?, ?> shared, RenderBudget budget) {
        this.own = own;
        this.recipient = recipient;
        this.shared = shared;
        this.budget = budget;
    }

    /** The outermost scope of one rendering. */
    static Scope of(Map<String, Object> shared, Recipient recipient, RenderBudget budget) {
        return new Scope(recipient.variables(), recipient, shared, budget);
    }

    /** Runs the engine; what is looked up meanwhile is charged to the budget. */
    static void charging(RenderBudget budget, Runnable engine) {
        RENDERING.set(budget);
        try {
            engine.run();
        } finally {
            RENDERING.remove();
        }
    }

    /** A step of the engine at a value that knows no budget: one that has nothing inside was asked for a name, or is a section. */
    static void asked() {
        RENDERING.get().step();
    }

    /** @param text as it is now */
    static void escaped(String text) {
        RENDERING.get().steps(text.length() / ESCAPED);
    }

    /** A text, number, boolean, {@link Scope} or {@link Elements}; null if it is not given. */
    Object find(String name) {
        budget.steps(asked(name) + searched(own.size()) + searched(shared.size()));
        Object value = value(name);
        if (value == null && recipient != null && name.indexOf('.') > 0) {
            // Found in no scope, so that the engine takes the name apart next.
            budget.steps(apart(name));
        }
        return wrap(value, budget);
    }

    /** Steps that one scope takes that is asked for a name. */
    static int asked(String name) {
        return 1 + name.length() / LETTERS;
    }

    /**
     * Further steps that it takes among a number of names: they may have been chosen to have one hash, and then they are searched as a
     * tree whose levels compare names.
     */
    static int searched(int names) {
        return (33 - Integer.numberOfLeadingZeros(names >> 3)) / 2;
    }

    /** Steps that the engine takes to take a name apart. */
    static int apart(String name) {
        return 8 + name.length() / 16;
    }

    /** Whether the name leads to something that can be shown. Takes nothing from the budget; see {@link Name#steps}. */
    boolean givesText(Name name) {
        Object value = value(name.whole());
        if (value == null && name.levels().length > 1) {
            value = value(name.levels()[0]);
            for (int i = 1; i < name.levels().length && value != null; i++) {
                value = inside(value, name.levels()[i]);
            }
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private Object value(String name) {
        Object value = own.get(name);
        if (value == null && recipient != null) {
            value = switch (name) {
                case "email" -> recipient.email();
                case "name" -> recipient.name();
                default -> null;
            };
            return value == null ? shared.get(name) : value;
        }
        return value;
    }

    private static Object wrap(Object value, RenderBudget budget) {
        if (value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number) {
            Object shown = number(number);
            if (shown instanceof String text) {
                budget.steps(NUMBER + text.length() / DIGITS);
            }
            return shown;
        }
        if (value instanceof Map<?, ?> map) {
            return new Scope(map, null, Map.of(), budget);
        }
        return value instanceof List<?> list ? new Elements(list, budget) : null;
    }

    /** Fractions as plain decimals, since nobody wants to read 1.0E7 as a price. */
    private static Object number(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number;
        }
        if (number instanceof Double || number instanceof Float) {
            return fraction(number.doubleValue());
        }
        return number instanceof BigDecimal decimal && Math.abs(decimal.scale()) < 100
                ? decimal.toPlainString()
                : number.toString();
    }

    private static String fraction(double value) {
        String shown = Double.toString(value);
        if (!Double.isFinite(value)) {
            return shown;
        }
        if (value == 0 || shown.indexOf('E') >= 0) {
            return new BigDecimal(shown).stripTrailingZeros().toPlainString();
        }
        int end = shown.length();
        while (shown.charAt(end - 1) == '0') {
            end--;
        }
        return shown.substring(0, shown.charAt(end - 1) == '.' ? end - 1 : end);
    }

    private static Object inside(Object value, String key) {
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

    /** What a value shows; an object or a list is no text and shows nothing. */
    static String text(Object value) {
        return value instanceof Scope || value instanceof Elements ? "" : String.valueOf(value);
    }

    /** The elements that a section is repeated for: a list's, or an object as the only one; null for anything else. */
    static Iterator<?> elements(Object value) {
        if (value instanceof Elements elements) {
            return elements.iterator();
        }
        if (value instanceof List<?> none) {
            // The engine's own empty list for a section whose variable is missing; ours come wrapped.
            return none.iterator();
        }
        return value instanceof Scope ? List.of(value).iterator() : null;
    }

    /** A list whose elements are wrapped, and counted as they are gone through. */
    record Elements(List<?> list, RenderBudget budget) implements Iterable<Object> {
        Object find(String key) {
            budget.step();
            return wrap(element(list, key), budget);
        }

        @Override
        public Iterator<Object> iterator() {
            Iterator<?> elements = list.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return elements.hasNext();
                }

                @Override
                public Object next() {
                    budget.step();
                    Object element = wrap(elements.next(), budget);
                    return element == null ? "" : element;
                }
            };
        }
    }

    /** A name as a template has it, and its levels. */
    @SuppressWarnings("ArrayRecordComponent")
    record Name(String whole, String[] levels) {
        static Name of(String whole) {
            return new Name(whole, whole.split("\\."));
        }

        /** Steps that it takes to know whether it is given, among few names. */
        int steps() {
            return asked(whole) + (levels.length > 1 ? levels.length : 0);
        }
    }
}
