package io.postrider.templates.render;

/** Steps of a {@link io.postrider.templates.RenderBudget} that look-ups, numbers and escaping take (ADR 016 has the time behind them). */
public final class StepPrices {
    /** Steps that making the digits of a number takes, whole numbers of up to 64 bits apart, and how many are made in one more. */
    static final int NUMBER = 2;

    static final int DIGITS = 2;

    /** Characters of a text that are escaped in a step, as there are then. */
    public static final int ESCAPED = 16;

    /** Characters of a name, or of a compared text, that are processed in one step. */
    public static final int CHARACTERS = 64;

    private StepPrices() {}

    /** Steps that one scope takes that is asked for a name. */
    static int asked(String name) {
        return 1 + name.length() / CHARACTERS;
    }

    /**
     * Further steps that it takes among a number of names: they may have been chosen to have one hash, and then they are searched as a
     * tree whose levels compare names.
     */
    public static int searched(int names) {
        return (33 - Integer.numberOfLeadingZeros(names >> 3)) / 2;
    }

    /** Steps that taking a name apart takes. */
    static int apart(String name) {
        return 8 + name.length() / 16;
    }
}
