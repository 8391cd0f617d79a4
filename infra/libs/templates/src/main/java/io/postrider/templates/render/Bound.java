package io.postrider.templates.render;

import io.postrider.templates.Escaping;
import io.postrider.templates.Extent;
import io.postrider.templates.RenderBudget;
import io.postrider.templates.Template;
import io.postrider.templates.render.Expression.Size;

/**
 * Upper bounds of a rendering, from the structure of the template and the extent of the variables alone: for each
 * surrounding section, content is repeated at most as often as the longest list has elements. Conditional content, as
 * in {@code {{#if}}}, counts as shown.
 */
public final class Bound {
    private final boolean escaped;
    private final int bytesOfCharacter;
    private final Sums[] sums = new Sums[Template.SECTION_DEPTH + 1];
    private int deepest;

    /** Content inside this number of repeating sections. */
    private static final class Sums {
        private long text;
        private long steps;
        private long searches;
        private long numbers;
        private Size shown = new Size(0, 0);
        private Size worked = new Size(0, 0);
    }

    /** @param escaping which needs up to six bytes per character; without it, three */
    public Bound(Escaping escaping) {
        this.escaped = escaping == Escaping.HTML;
        this.bytesOfCharacter = escaped ? 6 : 3;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = new Sums();
        }
    }

    /** @param steps to check whether all required names are given */
    void required(long steps) {
        sums[0].steps += steps;
        // Searched among the recipient's own names and the shared ones.
        sums[0].searches += 2 * steps;
    }

    /** A piece of the template's text. */
    public void text(int depth, int bytes) {
        sums[depth].text += bytes;
        sums[depth].steps++;
    }

    /** A lookup of a variable. */
    void lookUp(int depth, String name) {
        int asked = depth + 1;
        int levels = (int) name.chars().filter(c -> c == '.').count();
        // In every scope as it is, then taken apart, then the first level in every scope, then the others.
        long scopes = levels == 0 ? asked : 2L * asked + levels;
        sums[depth].steps += scopes * StepPrices.asked(name) + (levels == 0 ? 0 : StepPrices.apart(name));
        // The outermost scope has the shared names as well.
        sums[depth].searches += scopes + (levels == 0 ? 1 : 2);
        sums[depth].numbers += levels + 1;
    }

    /** The output of a tag. */
    public void shown(int depth, Size size) {
        sums[depth].steps++;
        sums[depth].shown = sums[depth].shown.plus(size);
    }

    /** Steps that grow with the longest value. */
    public void worked(int depth, int steps, Size more) {
        sums[depth].steps += steps;
        sums[depth].worked = sums[depth].worked.plus(more);
    }

    /** The evaluation of a condition. */
    public void decided(int depth, int steps) {
        sums[depth].steps += steps;
    }

    /** A section that may repeat its content. */
    public void section(int depth) {
        deepest = Math.max(deepest, depth + 1);
        sums[depth + 1].steps++;
        sums[depth + 1].numbers++;
    }

    /** Bytes; not exact beyond 2^53, and never less than rendered. */
    double size(Extent extent) {
        double size = 0;
        for (int depth = deepest; depth >= 0; depth--) {
            size = size * extent.elements() + sums[depth].text + bytesShown(depth, extent);
        }
        return size;
    }

    private double bytesShown(int depth, Extent extent) {
        return of(sums[depth].shown, extent) * bytesOfCharacter;
    }

    private static double of(Size size, Extent extent) {
        return size.perLength() * extent.length() + size.fixed();
    }

    /** Steps, as {@link #size}. */
    double steps(Extent extent) {
        double sum = 0;
        for (int depth = deepest; depth >= 0; depth--) {
            Sums here = sums[depth];
            double taken =
                    here.steps + (double) here.searches * StepPrices.searched(extent.names()) + of(here.worked, extent);
            if (extent.digits() > 0) {
                taken += here.numbers * (StepPrices.NUMBER + (double) extent.digits() / StepPrices.DIGITS);
            }
            if (escaped) {
                taken += bytesShown(depth, extent) / StepPrices.ESCAPED;
            }
            sum = sum * extent.elements() + taken;
        }
        return sum + size(extent) / RenderBudget.STEP_LENGTH;
    }
}
