package io.postrider.templates.render;

import io.postrider.templates.Escaping;
import java.util.List;
import java.util.Map;

/** The engine's view of a tag: a text to write, or the values for which a section is repeated. */
public sealed interface Tag {
    /** A text, a boolean, or {@link SectionScopes}. */
    Object run(VariableScope scope);

    /** Whether a section is shown for a value of Mustache: neither missing, false, empty text nor an empty list. */
    static boolean shown(Object value) {
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        return value != null
                && !Boolean.FALSE.equals(value)
                && (value instanceof Number || !(value instanceof List<?> list && list.isEmpty()));
    }

    /** As in Handlebars: false for a missing value, false, 0, empty text and an empty list. */
    static boolean truth(Object value) {
        return shown(value) && !(value instanceof Number number && number.doubleValue() == 0);
    }

    /** Writes the value of an expression. */
    record Shown(Expression expression, Escaping escaping) implements Tag {
        @Override
        public Object run(VariableScope scope) {
            String text = VariableScope.text(expression.value(scope));
            if (escaping == Escaping.NONE) {
                return text;
            }
            String escaped = escaping.escape(text);
            scope.steps(escaped.length() / StepPrices.ESCAPED);
            return escaped;
        }
    }

    /** Repeats its content for each element, or shows it once in the scope of the value. */
    final class Section implements Tag {
        /** How {@code {{#name}}} and the helpers that open a scope differ. */
        public enum Kind {
            /** A list's elements, or once with the value. */
            MUSTACHE,
            /** A list's elements, or once with an object. */
            EACH,
            /** Once with the value, which may be a list. */
            WITH,
            /** As {@link #WITH} for a list, unless it is one of lists: its inside goes through the elements itself. */
            HOLDER
        }

        private final Expression expression;
        private Kind kind;

        public Section(Expression expression, Kind kind) {
            this.expression = expression;
            this.kind = kind;
        }

        /** Its inside goes through the list itself, by {@code {{#each .}}}. */
        public void keepsList() {
            kind = kind == Kind.MUSTACHE ? Kind.HOLDER : kind;
        }

        public Expression expression() {
            return expression;
        }

        boolean shown(Object value) {
            return Tag.shown(value) && (kind != Kind.EACH || value instanceof List<?> || value instanceof Map<?, ?>);
        }

        private boolean repeats(List<?> list) {
            return kind != Kind.WITH && (kind != Kind.HOLDER || list.get(0) instanceof List<?>);
        }

        @Override
        public Object run(VariableScope scope) {
            Object value = expression.value(scope);
            scope.steps(1);
            if (!shown(value)) {
                return Boolean.FALSE;
            }
            if (value instanceof List<?> list && repeats(list)) {
                return SectionScopes.of(list, scope);
            }
            return value instanceof Boolean ? value : SectionScopes.once(value, scope);
        }
    }

    /** Shows its content if the section is not shown. */
    record Inverted(Section section) implements Tag {
        @Override
        public Object run(VariableScope scope) {
            Object value = section.expression().value(scope);
            scope.steps(1);
            return !section.shown(value);
        }
    }

    /**
     * Shows its content if its condition is the first true one of its chain.
     *
     * @param before conditions of the branches before it
     * @param condition null for {@code {{else}}}
     */
    record Branch(List<Condition> before, Condition condition) implements Tag {
        @Override
        public Object run(VariableScope scope) {
            scope.steps(1 + before.size());
            for (Condition earlier : before) {
                if (earlier.holds(scope)) {
                    return Boolean.FALSE;
                }
            }
            return condition == null || condition.holds(scope);
        }
    }

    /** Decides about a branch. */
    sealed interface Condition {
        boolean holds(VariableScope scope);

        Expression expression();
    }

    /** Whether an expression is true, as defined by Handlebars. */
    record If(Expression expression, boolean expected) implements Condition {
        @Override
        public boolean holds(VariableScope scope) {
            return truth(expression.value(scope)) == expected;
        }
    }

    /** Whether a section was shown. */
    record Repeated(Section section) implements Condition {
        @Override
        public boolean holds(VariableScope scope) {
            return section.shown(expression().value(scope));
        }

        @Override
        public Expression expression() {
            return section.expression();
        }
    }
}
