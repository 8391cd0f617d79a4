package io.postrider.templates;

import io.postrider.templates.OverBudgetException.Bound;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The budget for rendering one mail, shared by its subject, text, HTML and header values. Not thread-safe.
 *
 * <p>A template without tags is not rendered and costs nothing. Every action of the engine is a step: looking up a name
 * in one scope, evaluating one section, one element of a list, one level of a dotted name, writing one piece, and each
 * further {@value #STEP_LENGTH} characters of it. Slower actions count as several: long names, names among many, long
 * numbers, escaping. So every step takes some tens of nanoseconds (ADR 016 has the figures). The cost of a rendering
 * depends on the templates and the variables only, so a mail that was measured within a budget is rendered within the
 * same one.
 */
public final class RenderBudget {
    /** Maximum configurable bytes of one mail in UTF-8; a rendering counts characters, which are fewer. */
    public static final int SIZE = 4 << 20;

    /**
     * Steps of one mail: ten milliseconds, forty where every character is escaped. A list of 1,000 products with 50 tags each is
     * less than half of it.
     */
    public static final int STEPS = 400_000;

    /**
     * A hundred times the time of the steps; a machine that needs longer is so busy that the mail should be retried
     * later.
     */
    public static final Duration TIME = Duration.ofSeconds(5);

    /** Characters that are written in a step. */
    public static final int STEP_LENGTH = 64;

    /** Steps between two checks of the clock, each of which takes as long as a step. */
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

    /** The budget of a mail of at most {@code size} bytes. */
    public static RenderBudget of(long size) {
        return new RenderBudget(size, STEPS, TIME, System::nanoTime);
    }

    /**
     * The budget for measuring. It is limited by steps, whose number does not depend on the load of the machine; the
     * time limit covers work that steps might not count.
     */
    public static RenderBudget measuring(long size, long steps) {
        return new RenderBudget(size, steps, TIME, System::nanoTime);
    }

    /** The maximum budget of any mail. */
    public static RenderBudget most() {
        return of(SIZE);
    }

    /** The output so far. */
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
     * @throws OverBudgetException if fewer are left, or the time is up
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
     * @throws OverBudgetException if the size would be exceeded
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
                    "rendering takes over %,d steps: its lists are too long, or its sections nested too deeply"
                            .formatted(steps));
        }
        long now = nanoTime.getAsLong();
        if (beginning) {
            beginning = false;
            begun = now;
        } else if (now - begun > timeNanos) {
            throw new OverBudgetException(Bound.TIME, "rendering takes over %,d ms".formatted(timeNanos / 1_000_000));
        }
        nextLook = stepsLeft - LOOK;
    }
}
