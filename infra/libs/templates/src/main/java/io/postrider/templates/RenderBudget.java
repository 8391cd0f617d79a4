package io.postrider.templates;

import io.postrider.templates.OverBudgetException.Bound;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the rendering of one mail may cost: its subject, text, HTML and header values take from one budget. For one thread.
 *
 * <p>A template without tags is not rendered: what it says takes nothing. Everything that the engine does takes a step: one scope
 * that is asked for a name, one section that is looked at, one element of a list, one level of a name with dots, one piece that is
 * written, and {@value #STEP_LENGTH} more characters of it. What takes longer takes more of them: long names, names among many,
 * long numbers, escaping. So a step takes some tens of nanoseconds, whatever it is (ADR 016 has the figures). What a rendering takes
 * depends on the templates and the variables alone, so a mail that was measured within a budget is rendered within the same one.
 */
public final class RenderBudget {
    /** Bytes of one mail, as UTF-8, that any service may be set to allow; a rendering counts characters, which are fewer. */
    public static final int SIZE = 4 << 20;

    /**
     * Steps of one mail: ten milliseconds, forty where every character is escaped. A list of 1,000 products with 50 tags each is
     * less than half of it.
     */
    public static final int STEPS = 400_000;

    /** A hundred times what the steps take; a machine that needs longer is so busy that the mail should be tried later. */
    public static final Duration TIME = Duration.ofSeconds(5);

    /** Characters that are written in a step. */
    public static final int STEP_LENGTH = 64;

    /** Steps between two looks at the clock, which takes as long as one of them. */
    private static final int LOOK = 1_024;

    private final long size;
    private final long steps;
    private final long timeNanos;
    private final LongSupplier nanoTime;
    private long sizeLeft;
    private long stepsLeft;
    private long nextLook;
    private long begun;
    private boolean beginning = true;

    /**
     * @param size of all that is rendered, in bytes as UTF-8 where it is measured, in characters where it is rendered
     * @param nanoTime as {@link System#nanoTime}
     */
    RenderBudget(long size, long steps, Duration time, LongSupplier nanoTime) {
        this.size = size;
        this.steps = steps;
        this.timeNanos = time.toNanos();
        this.nanoTime = nanoTime;
        this.sizeLeft = size;
        this.stepsLeft = steps;
    }

    /** What is asked of a mail of at most {@code size} bytes. */
    public static RenderBudget of(long size) {
        return new RenderBudget(size, STEPS, TIME, System::nanoTime);
    }

    /**
     * For measuring. Its steps end it, whose number does not depend on how busy the machine is; the time is there for what steps
     * might not count.
     */
    public static RenderBudget measuring(long size, long steps) {
        return new RenderBudget(size, steps, TIME, System::nanoTime);
    }

    /** What any mail may cost. */
    public static RenderBudget most() {
        return of(SIZE);
    }

    /** What was written so far. */
    public long size() {
        return size - sizeLeft;
    }

    /** Steps taken so far. */
    public long steps() {
        return steps - stepsLeft;
    }

    /**
     * Takes steps.
     *
     * @throws OverBudgetException if fewer are left, or the time is over
     */
    public void steps(long taken) {
        stepsLeft -= taken;
        if (stepsLeft < nextLook || beginning) {
            look();
        }
    }

    /**
     * Takes a piece that is written, in the unit of {@link #size()}, and its steps.
     *
     * @throws OverBudgetException if it would be more than there may be
     */
    public void write(long more) {
        if (more > sizeLeft) {
            throw new OverBudgetException(
                    Bound.SIZE, "the rendered mail would be longer than %,d bytes".formatted(size));
        }
        sizeLeft -= more;
        steps(1 + more / STEP_LENGTH);
    }

    private void look() {
        if (stepsLeft < 0) {
            throw new OverBudgetException(
                    Bound.STEPS,
                    "rendering takes longer than %,d steps: its lists are too long, or its sections too deep"
                            .formatted(steps));
        }
        long now = nanoTime.getAsLong();
        if (beginning) {
            beginning = false;
            begun = now;
        } else if (now - begun > timeNanos) {
            throw new OverBudgetException(
                    Bound.TIME, "rendering takes longer than %,d ms".formatted(timeNanos / 1_000_000));
        }
        nextLook = stepsLeft - LOOK;
    }
}
