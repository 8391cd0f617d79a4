package io.postrider.templates;

/** A rendering that was ended as it passed a bound of its {@link RenderBudget}. */
public final class OverBudgetException extends TemplateException {
    /** What was passed. */
    public enum Bound {
        /** The size of what is rendered: it would be the same at any time. */
        SIZE,
        /** The steps that rendering takes: they would be the same at any time. */
        STEPS,
        /** The time: on a machine with less to do it may be enough. */
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
