package io.postrider.templates.render;

import java.util.List;

/** The meaning of a tag or of a helper's argument. */
public sealed interface Expression {
    /** Its value in this scope: a text, whole number, boolean, map or list; null if it is not given. */
    Object value(VariableScope scope);

    /** Adds the maximum cost of {@link #value}. */
    void bound(Bound bound, int depth);

    /** The maximum length of its output. */
    Size size();

    /** The variable that is required if it is outside sections; null if none is. */
    VariableScope.Name required();

    /** Characters: a number per character of the longest value, and a constant. */
    record Size(double perLength, double fixed) {
        public static final Size SHORT = new Size(0, 24);

        public Size plus(Size other) {
            return new Size(perLength + other.perLength, fixed + other.fixed);
        }

        public Size times(double factor) {
            return new Size(perLength * factor, fixed * factor);
        }
    }

    /** @param shown as it stands for, a text, whole number or boolean; null for {@code null} */
    record Literal(Object shown) implements Expression {
        @Override
        public Object value(VariableScope scope) {
            return shown;
        }

        @Override
        public void bound(Bound bound, int depth) {}

        @Override
        public Size size() {
            return new Size(0, shown == null ? 0 : String.valueOf(shown).length());
        }

        @Override
        public VariableScope.Name required() {
            return null;
        }
    }

    /** The scope in which the search for a variable begins. */
    enum From {
        /** The innermost scope, and outwards. */
        HERE,
        /** The innermost scope alone, as by {@code this.name}. */
        THIS,
        /** The outermost scope, as by {@code @root.name}. */
        ROOT
    }

    /**
     * @param name null for the scope itself
     * @param up scopes to leave before, as by {@code ../}
     */
    record Variable(VariableScope.Name name, From from, int up) implements Expression {
        @Override
        public Object value(VariableScope scope) {
            VariableScope start = from == From.ROOT ? scope.root() : scope.up(up);
            if (start == null) {
                return null;
            }
            if (name == null) {
                return start.value();
            }
            return from == From.THIS ? start.own(name) : start.find(name);
        }

        @Override
        public void bound(Bound bound, int depth) {
            bound.lookUp(depth, name == null ? "." : name.whole());
        }

        @Override
        public Size size() {
            return new Size(1, 0);
        }

        @Override
        public VariableScope.Name required() {
            return name == null || name.whole().equals("email") ? null : name;
        }
    }

    /** The place of the innermost scope in its list. */
    enum Place implements Expression {
        /** From 0, as Handlebars counts. */
        INDEX,
        /** From 1, as Mustache's engines count. */
        NUMBER,
        FIRST,
        LAST;

        @Override
        public Object value(VariableScope scope) {
            return switch (this) {
                case INDEX -> scope.index();
                case NUMBER -> scope.index() + 1;
                case FIRST -> scope.first();
                case LAST -> scope.last();
            };
        }

        @Override
        public void bound(Bound bound, int depth) {}

        @Override
        public Size size() {
            return Size.SHORT;
        }

        @Override
        public VariableScope.Name required() {
            return null;
        }
    }

    /** A helper with its arguments. */
    record Call(Work helper, List<Expression> arguments) implements Expression {
        @Override
        public Object value(VariableScope scope) {
            return helper.value(scope, arguments);
        }

        @Override
        public void bound(Bound bound, int depth) {
            arguments.forEach(argument -> argument.bound(bound, depth));
            helper.bound(bound, depth, arguments);
        }

        @Override
        public Size size() {
            return helper.size(arguments);
        }

        @Override
        public VariableScope.Name required() {
            return helper.needsItsFirst() ? arguments.get(0).required() : null;
        }
    }
}
