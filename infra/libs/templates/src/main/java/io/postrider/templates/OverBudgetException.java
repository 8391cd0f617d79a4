package io.postrider.templates;

/** A rendering was stopped because it exceeded its {@link RenderBudget}. */
public final class OverBudgetException extends TemplateException {
    /** The limit that was exceeded. */
    public enum Bound {
        /** The size of the output, which would be the same at any time. */
        SIZE,
        /** The steps of rendering, which would be the same at any time. */
        STEPS,
        /** The time: on a less busy machine it may suffice. */
        TIME
    }

    private final Bound bound;

    OverBudgetException(Bound bound, String message) {
        super(message, 0);
        this.bound = bound;
    }

    public Bound bound() {
        return bound;
    }
}
