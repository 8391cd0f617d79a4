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

    /** Maximum branches of a chain of conditions: each evaluates the conditions of all earlier ones again. */
    int BRANCHES = 50;

    /** Whether it has no tags, so that it renders as its source for every recipient. */
    boolean constant();

    /** The names of the required variables, those outside sections; {@code email} is always given. */
    Set<String> required();

    /** The required variables that the recipient lacks, in the order of the template. */
    List<String> missing(Map<String, Object> shared, Recipient recipient);

    /** Steps of {@link #missing(Map, Recipient)}. */
    long stepsOfMissing(Map<String, Object> shared, Recipient recipient);

    /** Upper bound of the rendered bytes in UTF-8 with variables of this extent. Costs next to nothing. */
    long sizeAtMost(Extent extent);

    /** Upper bound of the steps with variables of this extent. */
    long stepsAtMost(Extent extent);

    /**
     * Renders as {@link #render} but keeps nothing; its bytes in UTF-8 and its steps are charged to the budget.
     *
     * @throws TemplateException as {@link #render}
     */
    void measure(Map<String, Object> shared, Recipient recipient, RenderBudget budget);

    /** {@link #render(Map, Recipient, RenderBudget)} with the maximum budget of a mail. */
    default String render(Map<String, Object> shared, Recipient recipient) {
        return render(shared, recipient, RenderBudget.most());
    }

    /**
     * The text for one recipient.
     *
     * @param budget charged with its characters and steps
     * @throws OverBudgetException if the budget is exceeded
     * @throws TemplateException if a required variable is missing; the message contains no variable's value
     */
    String render(Map<String, Object> shared, Recipient recipient, RenderBudget budget);
}
