package io.postrider.templates;

import io.postrider.mail.Recipient;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A compiled template; may be used by many threads at once.
 *
 * <p>{@code {{name}}} is a variable, {@code {{order.total}}} one inside an object, {@code {{{name}}}} or {@code
 * {{&name}}} one that is not escaped, {@code {{#items}}…{{/items}}} a section that is repeated for each element of a list
 * or shown when its variable is neither missing, false, empty text nor an empty list, {@code {{^items}}…{{/items}}} the
 * opposite, {@code {{! … }}} a comment. Blocks and helpers are in {@code infra/docs/templates.md}. A variable outside of sections
 * and blocks must be given as a text, number or boolean unless it has a default; inside a missing one renders empty.
 *
 * <p>A variable is looked for in the sections' elements from the innermost outwards, then among the recipient's own, then
 * the built-in {@code email} and {@code name}, then among the shared ones. One that is null counts as not given.
 */
public interface Template {
    /** Characters of a template. */
    int SOURCE_LENGTH = 1 << 20;

    /** Sections inside each other. */
    int SECTION_DEPTH = 16;

    /** Tags: a compiled one takes some hundred bytes. */
    int TAGS = 10_000;

    /** Branches of a chain of conditions: each asks the conditions of those before it once more. */
    int BRANCHES = 50;

    /** Whether it has no tags, so that it renders as its source for everybody. */
    boolean constant();

    /** The names of the variables that stand outside of sections and so must be given; {@code email} always is. */
    Set<String> required();

    /** Those of the required variables that the recipient would miss, in the order of the template. */
    List<String> missing(Map<String, Object> shared, Recipient recipient);

    /** Steps that {@link #missing(Map, Recipient)} takes. */
    long stepsOfMissing(Map<String, Object> shared, Recipient recipient);

    /** Bytes, as UTF-8, that it cannot render more than with variables of this extent. Costs next to nothing. */
    long sizeAtMost(Extent extent);

    /** Steps that it cannot take more than with variables of this extent. */
    long stepsAtMost(Extent extent);

    /**
     * Renders as {@link #render} and keeps nothing of it: what it takes, as bytes in UTF-8 and steps, is taken from the
     * budget.
     *
     * @throws TemplateException as {@link #render}
     */
    void measure(Map<String, Object> shared, Recipient recipient, RenderBudget budget);

    /** {@link #render(Map, Recipient, RenderBudget)} with the most that a mail may cost. */
    default String render(Map<String, Object> shared, Recipient recipient) {
        return render(shared, recipient, RenderBudget.most());
    }

    /**
     * The text for one recipient.
     *
     * @param budget from which its characters and steps are taken
     * @throws OverBudgetException if the budget does not reach
     * @throws TemplateException if a required variable is missing; holds no variable's value
     */
    String render(Map<String, Object> shared, Recipient recipient, RenderBudget budget);
}
