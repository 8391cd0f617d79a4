package io.postrider.templates;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.postrider.mail.Recipient;
import java.util.ArrayList;
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
public final class Template {
    /** Characters of a template. */
    public static final int SOURCE_LENGTH = 1 << 20;

    /** Sections inside each other. */
    public static final int SECTION_DEPTH = 16;

    /** Tags: a compiled one takes some hundred bytes. */
    public static final int TAGS = 10_000;

    /** JMustache, restricted to scopes. What they give is written as it is. */
    private static final Mustache.Compiler ENGINE =
            Mustache.compiler().escapeHTML(false).withFormatter(String::valueOf).withCollector(new ScopeCollector());

    private final com.samskivert.mustache.Template engine;
    private final Tag[] tags;
    private final String constant;
    private final Set<String> required;
    private final List<VariableScope.Name> requiredNames;
    private final long stepsOfRequired;
    private final Bound bound;
    private volatile int expectedLength;

    private Template(String source, Tags read) {
        this.engine = ENGINE.compile(read.engine());
        this.tags = read.tags();
        // Comments are no tags, but they are taken out.
        this.constant = source.contains("{{") ? null : source;
        this.required = read.required();
        this.requiredNames = required.stream().map(VariableScope.Name::of).toList();
        this.stepsOfRequired =
                requiredNames.stream().mapToLong(VariableScope.Name::steps).sum();
        this.bound = read.bound();
        bound.required(stepsOfRequired);
        this.expectedLength = source.length() + 64;
    }

    /** @throws TemplateException if a bound is passed or a tag is not right; names the line and what to change */
    public static Template compile(String source, Escaping escaping) {
        if (source.length() > SOURCE_LENGTH) {
            throw new TemplateException(
                    "the template has %d characters; at most %d are allowed".formatted(source.length(), SOURCE_LENGTH),
                    0);
        }
        try {
            return new Template(source, new Tags(source, escaping));
        } catch (MustacheException e) {
            throw new TemplateException(e.getMessage(), e);
        }
    }

    /** Whether it has no tags, so that it renders as its source for everybody. */
    public boolean constant() {
        return constant != null;
    }

    /** The names of the variables that stand outside of sections and so must be given; {@code email} always is. */
    public Set<String> required() {
        return required;
    }

    /** Those of the required variables that the recipient would miss, in the order of the template. */
    public List<String> missing(Map<String, Object> shared, Recipient recipient) {
        List<String> missing = List.of();
        for (VariableScope.Name name : requiredNames) {
            if (!VariableScope.givesText(name, shared, recipient)) {
                missing = missing.isEmpty() ? new ArrayList<>() : missing;
                missing.add(name.whole());
            }
        }
        return missing;
    }

    /** Steps that {@link #missing(Map, Recipient)} takes. */
    public long stepsOfMissing(Map<String, Object> shared, Recipient recipient) {
        int searched = VariableScope.searched(recipient.variables().size()) + VariableScope.searched(shared.size());
        return stepsOfRequired * (1 + searched);
    }

    /** Bytes, as UTF-8, that it cannot render more than with variables of this extent. Costs next to nothing. */
    public long sizeAtMost(Extent extent) {
        return (long) bound.size(extent);
    }

    /** Steps that it cannot take more than with variables of this extent. */
    public long stepsAtMost(Extent extent) {
        return (long) bound.steps(extent);
    }

    /**
     * Renders as {@link #render} and keeps nothing of it: what it takes, as bytes in UTF-8 and steps, is taken from the
     * budget.
     *
     * @throws TemplateException as {@link #render}
     */
    public void measure(Map<String, Object> shared, Recipient recipient, RenderBudget budget) {
        if (constant == null) {
            execute(shared, recipient, budget, new Rendering.Measure(budget));
        }
    }

    /** {@link #render(Map, Recipient, RenderBudget)} with the most that a mail may cost. */
    public String render(Map<String, Object> shared, Recipient recipient) {
        return render(shared, recipient, RenderBudget.most());
    }

    /**
     * The text for one recipient.
     *
     * @param budget from which its characters and steps are taken
     * @throws OverBudgetException if the budget does not reach
     * @throws TemplateException if a required variable is missing; holds no variable's value
     */
    public String render(Map<String, Object> shared, Recipient recipient, RenderBudget budget) {
        if (constant != null) {
            return constant;
        }
        Rendering.Text rendering = new Rendering.Text(expectedLength, budget);
        execute(shared, recipient, budget, rendering);
        // The next recipient's text is about as long; a racing write of another length does no harm.
        expectedLength = rendering.length() + 64;
        return rendering.toString();
    }

    private void execute(Map<String, Object> shared, Recipient recipient, RenderBudget budget, Rendering rendering) {
        budget.steps(stepsOfMissing(shared, recipient));
        List<String> missing = missing(shared, recipient);
        if (!missing.isEmpty()) {
            throw new TemplateException("variable '%s' is not given as a text".formatted(missing.get(0)), 0);
        }
        try {
            engine.execute(VariableScope.of(tags, shared, recipient, budget), rendering);
        } catch (MustacheException e) {
            throw ours(e);
        }
    }

    /** The engine wraps what a look-up throws. */
    private static TemplateException ours(MustacheException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateException own) {
                return own;
            }
        }
        return new TemplateException("the template cannot be rendered", e);
    }
}
