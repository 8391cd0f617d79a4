package io.postrider.template;

import java.util.List;

/**
 * What a template can render at most, from its structure and the extent of the variables alone: what stands in sections is
 * repeated at most as often as the longest list has elements, for each section around it.
 */
final class Bound {
    private final long[] text;
    private final long[] variables = new long[Template.SECTION_DEPTH + 1];
    private final long[] steps = new long[Template.SECTION_DEPTH + 1];
    private final long[] names = new long[Template.SECTION_DEPTH + 1];
    private final long[] searches = new long[Template.SECTION_DEPTH + 1];
    private final boolean escaped;
    private final int bytesOfCharacter;
    private final int deepest;

    /**
     * @param text bytes, by the number of sections around them
     * @param pieces in which they stand
     * @param escaping which makes up to six bytes of a character; without it there are three
     * @param required steps that it takes to know whether all names are given that must be
     */
    Bound(long[] text, long[] pieces, List<Tags.Tag> tags, Escaping escaping, long required) {
        this.text = text;
        this.escaped = escaping == Escaping.HTML;
        this.bytesOfCharacter = escaped ? 6 : 3;
        System.arraycopy(pieces, 0, steps, 0, pieces.length);
        steps[0] += required;
        // Among the recipient's own names and the shared ones.
        searches[0] += 2 * required;
        int depth = 0;
        for (Tags.Tag tag : tags) {
            int asked = tag.depth() + 1;
            int levels = (int) tag.name().chars().filter(c -> c == '.').count();
            // In every scope as it is, then taken apart, then the first level in every scope, then the others.
            long scopes = levels == 0 ? asked : 2L * asked + levels;
            steps[tag.depth()] += scopes * Scope.asked(tag.name()) + (levels == 0 ? 0 : Scope.apart(tag.name()));
            // The outermost scope has the shared names as well.
            searches[tag.depth()] += scopes + (levels == 0 ? 1 : 2);
            // What a variable shows is written; whether a section is shown is looked at.
            steps[tag.depth()]++;
            names[tag.depth()] += levels + 1;
            if (tag.variable()) {
                variables[tag.depth()]++;
            } else {
                depth = Math.max(depth, tag.depth() + 1);
                steps[tag.depth() + 1]++;
                names[tag.depth() + 1]++;
            }
        }
        this.deepest = depth;
    }

    /** Bytes; not exact beyond 2^53, and never less than what is rendered. */
    double size(Extent extent) {
        double size = 0;
        for (int depth = deepest; depth >= 0; depth--) {
            double written = text[depth] + (double) variables[depth] * extent.length() * bytesOfCharacter;
            size = size * extent.elements() + written;
        }
        return size;
    }

    /** Steps, as {@link #size}. */
    double steps(Extent extent) {
        double sum = 0;
        for (int depth = deepest; depth >= 0; depth--) {
            double taken = steps[depth] + (double) searches[depth] * Scope.searched(extent.names());
            if (extent.digits() > 0) {
                taken += names[depth] * (Scope.NUMBER + (double) extent.digits() / Scope.DIGITS);
            }
            if (escaped) {
                taken += (double) variables[depth] * extent.length() * bytesOfCharacter / Scope.ESCAPED;
            }
            sum = sum * extent.elements() + taken;
        }
        return sum + size(extent) / RenderBudget.STEP_LENGTH;
    }
}
